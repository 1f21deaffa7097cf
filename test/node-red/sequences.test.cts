import { readFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../node-red/runtime/message.cts';
import { RedRig, type RedRun } from './support/red-rig.cts';

/*
 * Sequences as Node-RED's own nodes make them, with those nodes in front of advocate-upload. Whatever way rows come,
 * they are uploaded as one file, or an error says that they are not.
 */

const rig = new RedRig();
const USERS = { jobType: 'MUTATION/USER', jobTypeType: 'jobType' };
const ROWS = [
	{ accountId: 'acme', id: 'ann' },
	{ accountId: 'acme', id: 'bob' },
	{ accountId: 'acme', id: 'cat' },
];
const HEADER = 'accountId,id';
const LINES = ROWS.map(({ accountId, id }) => `${accountId},${id}`);
const CSV = [HEADER, ...LINES, ''].join('\n');

/** The settings that Node-RED's editor saves for a node as it is dropped. */
const CSV_NODE = {
	sep: ',',
	hdrin: true,
	hdrout: 'none',
	multi: 'one',
	ret: '\\n',
	temp: '',
	skip: '0',
	strings: false,
};
const SPLIT_NODE = {
	splt: '\\n',
	spltType: 'str',
	arraySplt: 1,
	arraySpltType: 'len',
	stream: false,
	property: 'payload',
};
const FILE_IN = {
	filename: 'filename',
	filenameType: 'msg',
	encoding: 'none',
	allProps: false,
	sendError: false,
};
const BATCH = { mode: 'count', count: 10, overlap: 0, topics: [], honourParts: false };

beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());
beforeEach(() => rig.sandbox.faults.clear());

type CoreNode = { type: string } & Record<string, unknown>;

/** Starts a flow of Node-RED's nodes, one after the other, that ends at advocate-upload. */
async function loadChain(nodes: CoreNode[], settings: Record<string, unknown> = {}): Promise<void> {
	// What is gathered is compared byte for byte.
	const flow = rig.flow('advocate-upload', { ...USERS, sendAsIs: true, ...settings });
	const chain = nodes.map((node, index) => ({
		id: `step${index}`,
		z: 'flow',
		wires: [[index + 1 < nodes.length ? `step${index + 1}` : 'node']],
		...node,
	}));
	await rig.load([...flow, ...chain]);
}

/** Hands messages to the first node of a chain, one after the other. */
function enter(...messages: Array<Partial<Message>>): void {
	for (const [index, message] of messages.entries()) {
		rig.node('step0').receive({ _msgid: `entered${index}`, ...message });
	}
}

/** Waits for what leaves, or for what is caught. */
async function ended(uploads = 1): Promise<RedRun> {
	await rig.until(
		({ outputs, caught }) => (outputs[0]?.length ?? 0) >= uploads || caught.length > 0,
	);
	return rig.soFar;
}

/** The rows of the files that were uploaded. */
async function uploaded({ outputs }: RedRun): Promise<string[]> {
	return await Promise.all(
		(outputs[0] ?? []).map(async ({ advocate }) => {
			const file = rig.sandbox.uploads.get(String(advocate?.fileRef));
			return await readFile(file?.path ?? '', 'utf8');
		}),
	);
}

const JSONL = ROWS.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Lets so many messages through to advocate-upload, whatever comes of them. */
async function arrived(count: number): Promise<void> {
	await rig.until(({ completed, caught }) => completed + caught.length >= count);
}

function saved(name: string, text: string): { filename: string } {
	writeFileSync(join(rig.folder, name), text);
	return { filename: name };
}

const MINUTE = 60_000;
const lines = { type: 'file in', format: 'lines', ...FILE_IN };
const file = { type: 'file in', format: 'utf8', ...FILE_IN };
const split = { type: 'split', ...SPLIT_NODE };

describe('File In', () => {
	it.each([
		['with', CSV],
		['without', CSV.trimEnd()],
		['with two', `${CSV}\n`],
		['with Windows', CSV.replaceAll('\n', '\r\n')],
	])('by lines gives the file again, %s line ends at the end', async (_how, text) => {
		await loadChain([lines]);
		enter(saved('lines.csv', text));

		expect(await uploaded(await ended())).toEqual([text]);
		expect(rig.pending).toBe(0);
	});

	it.each([1, 65_536, 131_072, 200_000])(
		'in chunks gives the file again, of %d bytes',
		async (size) => {
			const text = `${HEADER}\n${'acme,ann\n'.repeat(size)}`.slice(0, Math.max(size, 30));
			await loadChain([{ ...lines, format: 'stream' }]);
			enter(saved('chunks.csv', text));

			expect(await uploaded(await ended())).toEqual([text]);
		},
	);
});

describe.each([
	{ mode: 'CSV', spec: '' },
	{ mode: 'CSV, strictly by RFC 4180,', spec: 'rfc' },
])('$mode', ({ spec }) => {
	const csv = { type: 'csv', ...CSV_NODE, spec };

	it.each([
		['without a line end at the end', CSV.trimEnd(), 3],
		['with one', CSV, 4],
		['with two', `${CSV}\n`, 4],
	])('behind File In by lines gives the rows of one file, %s', async (_how, text, messages) => {
		await loadChain([lines, csv]);
		enter(saved('rows.csv', text));
		await arrived(messages);
		await rig.pass(5_000);

		expect(await uploaded(await ended())).toEqual([JSONL]);
		expect(rig.soFar.caught).toEqual([]);
		expect(rig.soFar.outputs[0]?.[0]).not.toHaveProperty('complete');
	});

	it('gives nothing for a blank line, which is told and costs no row', async () => {
		await loadChain([lines, csv]);
		const warn = jest.spyOn(rig.node('node'), 'warn');
		enter(saved('blank.csv', CSV.trimEnd().replace('\nacme,bob', '\n\nacme,bob')));
		await arrived(3);
		await rig.pass(5_000);

		expect(await uploaded(await ended())).toEqual([JSONL]);
		expect(warn.mock.calls).toEqual([
			[
				expect.stringContaining(
					'is uploaded without what did not come: 2. CSV gives nothing for a blank line',
				),
			],
		]);
	});

	it('has nothing to upload of a file with only a header', async () => {
		await loadChain([lines, csv]);
		enter(saved('header.csv', `${HEADER}\n`));
		await arrived(1);

		expect(rig.soFar).toMatchObject({ outputs: [[], [], []], caught: [] });
		expect(rig.soFar.statuses.at(-1)).toMatchObject({ fill: 'yellow', text: 'status.noInput' });
	});

	it('makes no row of the header, nor of an empty last line, where it keeps empty texts', async () => {
		await loadChain([lines, { ...csv, include_empty_strings: true }]);
		enter(saved('kept.csv', CSV));
		await arrived(spec === 'rfc' ? 4 : 5);
		await rig.pass(5_000);

		expect(await uploaded(await ended())).toEqual([JSONL]);
		expect(rig.soFar.outputs[1]).toEqual([]);
	});

	it.each([
		['a message for each row', [file, csv]],
		['one message with all rows', [file, { ...csv, multi: 'mult' }]],
		['one message with all rows, of lines', [lines, { ...csv, multi: 'mult' }]],
		['a message for each row, of a text that was split', [file, split, csv]],
		[
			'one message with all rows, of a text that was split',
			[file, split, { ...csv, multi: 'mult' }],
		],
	])('gives %s', async (_how, chain) => {
		await loadChain(chain);
		enter(saved('modes.csv', CSV));

		expect(await uploaded(await ended())).toEqual([JSONL]);
		expect(rig.soFar.outputs[0]?.[0]).toMatchObject({ columns: HEADER });
		expect(rig.pending).toBe(0);
	});

	it('gives a message with rows for each text that has a header of its own', async () => {
		await loadChain([split, { ...csv, multi: 'mult' }]);
		enter({ payload: [`${HEADER}\n${LINES[0]}\n${LINES[1]}\n`, `${HEADER}\n${LINES[2]}\n\n`] });

		expect(await uploaded(await ended())).toEqual([JSONL]);
	});

	it.each(['once', 'all'])(
		'makes texts of objects, with the header %s, which are one file',
		async (hdrout) => {
			await loadChain([split, { ...csv, hdrout, ret: '\\n' }]);
			enter({ payload: ROWS });

			expect(await uploaded(await ended())).toEqual([CSV]);
		},
	);

	it('makes texts of objects without a header, which are refused', async () => {
		await loadChain([split, csv]);
		enter({ payload: ROWS });

		expect((await ended()).caught[0]?.error).toMatchObject({ code: 'FILE_REFUSED' });
	});

	it('that makes several rows of each part is refused, as every row has the same place', async () => {
		await loadChain([split, { ...file, filename: 'payload' }, csv]);
		saved('a.csv', CSV);
		saved('b.csv', CSV.replaceAll('acme', 'other'));
		enter({ payload: ['a.csv', 'b.csv'] });
		await arrived(6);
		const run = rig.soFar;

		expect(run.outputs.flat()).toEqual([]);
		expect(run.caught[0]?.error.message).toContain('delete msg.parts before CSV');
	});
});

describe('Split', () => {
	it.each([
		['the rows of an array', { payload: ROWS }, {}, JSONL],
		['several rows a message', { payload: ROWS }, { arraySplt: 2 }, JSONL],
		['lines', { payload: CSV }, {}, CSV],
		['pieces of a text', { payload: CSV }, { splt: '4', spltType: 'len' }, CSV],
		['pieces of a buffer', { payload: Buffer.from(CSV) }, { splt: '4', spltType: 'len' }, CSV],
		['lines of a buffer', { payload: Buffer.from(CSV.trimEnd()) }, {}, CSV.trimEnd()],
		['bytes', { payload: CSV }, { splt: '[10]', spltType: 'bin' }, CSV],
		['the properties of an object', { payload: ROWS[0] }, {}, JSONL.split('\n')[0] + '\n'],
		['another property', { data: { rows: ROWS } }, { property: 'data.rows' }, JSONL],
	])('gives %s', async (_what, message, settings, whole) => {
		await loadChain([{ ...split, ...settings }]);
		enter(message as Partial<Message>);

		expect(await uploaded(await ended())).toEqual([whole]);
		expect(rig.pending).toBe(0);
	});

	it('of arrays in an array gives a file for each, within the outer sequence', async () => {
		await loadChain([split, split]);
		enter({ payload: [ROWS.slice(0, 2), ROWS.slice(2)] });
		const run = await ended(2);

		expect((await uploaded(run)).join('')).toBe(JSONL);
		expect(run.outputs[0]?.map(({ parts }) => [parts?.index, parts?.count])).toEqual([
			[0, 2],
			[1, 2],
		]);
	});

	it('leaves out the last part of a buffer that ends with the separator, which is told', async () => {
		await loadChain([split]);
		enter({ payload: Buffer.from(CSV) });
		await arrived(4);
		await rig.pass(5 * MINUTE);
		await ended();

		expect(rig.soFar.outputs.flat()).toEqual([]);
		expect(rig.soFar.caught[0]?.error.message).toContain(
			'4 of 5 parts came, and no other for 300 s. Nothing of it was uploaded',
		);
		expect(rig.soFar.caught[0]?.error.message).toContain('give this node the buffer itself');
	});

	it('as a stream never ends a sequence, which is told, with what came', async () => {
		await loadChain([{ ...split, stream: true }], { gatherTimeout: '10' });
		enter({ payload: CSV, topic: 'weekly' });
		await arrived(4);
		await rig.pass(9_999);
		expect(rig.soFar.caught).toEqual([]);
		await rig.pass(1);
		await ended();

		expect(rig.soFar.outputs.flat()).toEqual([]);
		expect(rig.soFar.caught).toMatchObject([
			{
				topic: 'weekly',
				payload: [HEADER, ...LINES],
				error: { code: 'SETTINGS_INVALID' },
			},
		]);
		expect(rig.soFar.caught[0]?.error.message).toMatch(
			/^A split sequence did not come to its end: 4 parts came, and no other for 10 s\. .* No part said how many there are\./,
		);
	});

	it('and Switch, which drops messages, is told, unless Switch makes a new sequence', async () => {
		const active = {
			...{
				type: 'switch',
				property: 'payload.id',
				propertyType: 'msg',
				checkall: 'true',
				outputs: 1,
			},
			rules: [{ t: 'neq', v: 'bob', vt: 'str' }],
		};
		await loadChain([split, active]);
		enter({ payload: ROWS });
		await arrived(2);
		await rig.pass(5 * MINUTE);
		await ended();
		expect(rig.soFar.caught[0]?.error.message).toContain('2 of 3 parts came');
		expect(rig.soFar.caught[0]?.error.message).toContain('Missing: 2.');
		expect(rig.soFar.caught[0]?.payload).toEqual([ROWS[0], ROWS[2]]);

		await loadChain([split, { ...active, repair: true }]);
		enter({ payload: ROWS });
		expect((await uploaded(await ended()))[0]?.trim().split('\n')).toHaveLength(2);
	});

	it('and Sort gives the rows in another order', async () => {
		const sort = {
			...{ type: 'sort', target: 'payload', targetType: 'seq', seqKey: 'payload.id' },
			...{ seqKeyType: 'msg', order: 'descending', as_num: false },
		};
		await loadChain([split, sort]);
		enter({ payload: ROWS });

		expect((await uploaded(await ended()))[0]?.trim().split('\n')).toEqual(
			JSONL.trim().split('\n').reverse(),
		);
	});
});

describe('Batch', () => {
	const batch = { type: 'batch', ...BATCH };

	it('gives a file for each group', async () => {
		await loadChain([split, { ...batch, count: 2, honourParts: true }]);
		enter({ payload: ROWS });

		expect((await uploaded(await ended(2))).join('')).toBe(JSONL);
		expect(rig.pending).toBe(0);
	});

	it('gives a file for each group of rows from CSV, which all have the ID of one message', async () => {
		await loadChain([
			file,
			{ type: 'csv', ...CSV_NODE },
			{ ...batch, count: 2, honourParts: true },
		]);
		enter(saved('groups.csv', CSV));

		expect((await uploaded(await ended(2))).join('')).toBe(JSONL);
		expect(rig.soFar.caught).toEqual([]);
	});

	it('gives groups that overlap', async () => {
		await loadChain([split, { ...batch, count: 2, overlap: 1 }]);
		enter({ payload: ROWS });
		const rows = JSONL.split('\n');

		expect(await uploaded(await ended(2))).toEqual([
			`${rows[0]}\n${rows[1]}\n`,
			`${rows[1]}\n${rows[2]}\n`,
		]);
	});

	it('makes one sequence of several', async () => {
		const topics = [{ topic: 'new' }, { topic: 'old' }];
		await loadChain([split, { ...batch, mode: 'concat', topics }]);
		enter({ payload: ROWS.slice(1), topic: 'old' }, { payload: ROWS.slice(0, 1), topic: 'new' });

		expect(await uploaded(await ended())).toEqual([JSONL]);
	});

	it('that makes one object of two with the same property is refused', async () => {
		const topics = [{ topic: 'new' }, { topic: 'old' }];
		await loadChain([split, { ...batch, mode: 'concat', topics }]);
		enter({ payload: ROWS[0], topic: 'old' }, { payload: ROWS[1], topic: 'new' });

		expect((await ended()).caught[0]?.error.message).toContain(
			'The split sequence has the property "accountId" twice',
		);
	});
});

/** Messages as a function may make them. */
function part(index: number, more: Record<string, unknown> = {}): Partial<Message> {
	const { id = 's', count, ...rest } = more;
	return { payload: ROWS[index], parts: { id, index, count } as Message['parts'], ...rest };
}

describe('a sequence', () => {
	beforeEach(async () => await rig.load(rig.flow('advocate-upload', USERS)));

	it.each([
		['a row', [part(0), part(1), part(2, { complete: true })]],
		['no row', [part(0), part(1), part(2), { parts: { id: 's' }, complete: true } as never]],
		[
			'what an Inject node puts in',
			[
				part(0),
				part(1),
				part(2),
				{ parts: { id: 's' }, payload: 1764500000000, complete: true } as never,
			],
		],
	])('ends with msg.complete on a message with %s', async (_what, messages) => {
		const run = await rig.send(...messages);

		expect(await uploaded(run)).toEqual([JSONL]);
		expect(run.outputs[0]?.[0]).not.toHaveProperty('complete');
		expect(rig.pending).toBe(0);
	});

	it('ends with msg.complete without an ID once no other part comes', async () => {
		await rig.send(part(0), part(1), { complete: true });
		await rig.pass(4_000);
		expect((await rig.send(part(2))).outputs[0]).toEqual([]);
		await rig.pass(5_000);

		expect(await uploaded(await ended())).toEqual([JSONL]);
	});

	it('is not ended by msg.complete that could end another as well', async () => {
		const run = await rig.send(part(0, { id: 'a' }), part(1, { id: 'b' }), { complete: true });

		expect(run.outputs[0]).toEqual([]);
		expect(run.caught[0]?.error.message).toContain(
			'A message with msg.complete does not say which of the 2 split sequences it ends',
		);
	});

	it('is not ended by a row of its own that has msg.complete', async () => {
		const run = await rig.send(part(0), { payload: [ROWS[1]], complete: true });

		expect(await uploaded(run)).toEqual([`${JSON.stringify(ROWS[1])}\n`]);
		expect(rig.pending).toBe(1);
	});

	it('waits a moment for parts that msg.complete has overtaken', async () => {
		await rig.send(part(0), part(2, { complete: true }));
		await rig.pass(4_000);
		const run = await rig.send(part(1));

		expect(await uploaded(run)).toEqual([JSONL]);
	});

	it('does not take in a part after its end: each is told', async () => {
		await rig.send(part(0), part(2, { complete: true }));
		await rig.pass(5_000);
		await ended();
		const run = await rig.send(part(1));

		expect(run.outputs[0]).toHaveLength(1);
		expect(run.caught).toMatchObject([{ payload: ROWS[1] }]);
		expect(run.caught[0]?.error.message).toContain(
			'came after the sequence had been ended without it',
		);
		expect(rig.pending).toBe(0);
	});

	it('may have the ID of one before it', async () => {
		const all = [part(0), part(1), part(2, { complete: true })];
		expect(await uploaded(await rig.send(...all, ...all))).toEqual([JSONL, JSONL]);
	});

	it('is refused if another has the same ID, as from two File In nodes that one message reaches', async () => {
		const [one, other] = [part(0), { ...part(0), payload: 'accountId,id' }];
		const run = await rig.send(
			one,
			other,
			part(1),
			part(1),
			part(2, { count: 3 }),
			part(2, { count: 3 }),
		);

		expect(run.outputs.flat()).toEqual([]);
		expect(run.caught.map(({ error }) => error.message)).toEqual([
			expect.stringMatching(
				/^The split sequence has part 1 twice\. Nothing of this sequence was uploaded\./,
			) as string,
		]);
		expect(rig.pending).toBe(0);
	});

	it('may come without places, and is in the order in which it came', async () => {
		const rows = ROWS.map((payload) => ({ payload, parts: { id: 7, count: 3 } as never }));
		expect(await uploaded(await rig.send(...rows))).toEqual([JSONL]);
	});

	it('without a single message in it is nothing to do', async () => {
		const run = await rig.send({ payload: null, parts: { id: 'b', index: 0, count: 1 } });

		expect(run).toMatchObject({ outputs: [[], [], []], caught: [] });
		expect(run.statuses.at(-1)).toMatchObject({ text: 'status.noInput' });
	});

	it('is given up with the time since its last part', async () => {
		await rig.send(part(0, { count: 3 }));
		await rig.pass(4 * MINUTE);
		await rig.send(part(1));
		await rig.pass(4 * MINUTE);
		expect(rig.soFar.caught).toEqual([]);
		await rig.pass(MINUTE);
		await ended();

		expect(rig.soFar.caught[0]?.error.message).toContain(
			'2 of 3 parts came, and no other for 300 s',
		);
		expect(rig.soFar.statuses.at(-1)).toMatchObject({ fill: 'red' });
		// Nothing of it is kept.
		const late = await rig.send(part(2));
		expect(late.caught.at(-1)?.error.message).toContain('came after the sequence had been ended');
		expect(rig.pending).toBe(0);
	});

	it('is given up while another goes on', async () => {
		await rig.send(part(0, { id: 'a', count: 2 }));
		await rig.pass(2 * MINUTE);
		await rig.send(part(1, { id: 'b', count: 2 }));
		await rig.pass(3 * MINUTE);
		await ended();
		expect(rig.soFar.caught).toHaveLength(1);

		expect((await rig.send(part(0, { id: 'b' }))).outputs[0]).toHaveLength(1);
	});

	it('is not given up while its parts wait for an upload before them', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'delay', ms: 300 });
		await rig.send(part(0, { count: 3 }));
		rig.node('node').receive({ _msgid: 'other', payload: ROWS });
		rig.node('node').receive({ _msgid: 'p1', ...part(1) } as Message);
		rig.node('node').receive({ _msgid: 'p2', ...part(2) } as Message);
		await rig.pass(10 * MINUTE);

		expect(await uploaded(await ended(2))).toEqual([JSONL, JSONL]);
		expect(rig.soFar.caught).toEqual([]);
	});

	it('is forgotten at msg.reset, and no longer watched', async () => {
		await rig.send(part(0, { count: 3 }), { reset: true });
		expect(rig.pending).toBe(0);
		await rig.pass(10 * MINUTE);
		expect(rig.soFar.caught).toEqual([]);
	});

	it('is told of when the node is closed before it is whole', async () => {
		await rig.send(part(0, { id: 'a', count: 3 }), part(1, { id: 'a' }), part(0, { id: 'b' }));
		const error = jest.spyOn(rig.node('node'), 'error');
		await rig.restart();

		expect(String(error.mock.calls[0]?.[0])).toBe(
			'The node was stopped before 2 split sequences were whole: 3 parts had come. Nothing of them was uploaded, and the parts are gone. Send them again.',
		);
		expect(rig.pending).toBe(0);
	});

	it.each(['0', 'soon', '90000'])(
		'is not gathered with %s as the time to wait',
		async (gatherTimeout) => {
			await rig.load(rig.flow('advocate-upload', { ...USERS, gatherTimeout }));
			const run = await rig.send(part(0, { count: 1 }));

			expect(run.caught[0]?.error.message).toContain(
				'"Wait for missing parts (s)" must be a number from 1 to 86400',
			);
		},
	);
});
