import type { NodeContext } from '@node-red/registry';
import { createReadStream, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { systemTime } from '../../node-red/runtime/system-time.cts';
import { RedRig } from './support/red-rig.cts';

const rig = new RedRig();
const CSV = 'accountId,id,email\nacme,ann,ann@example.com\nacme,bob,bob@example.com\n';
const USERS = { jobType: 'MUTATION/USER', jobTypeType: 'jobType' };

beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());
beforeEach(() => rig.sandbox.faults.clear());

/** What the sandbox received as the file behind a fileRef. */
async function received(fileRef: unknown): Promise<string> {
	const file = rig.sandbox.uploads.get(String(fileRef));
	return await readFile(file?.path ?? '', 'utf8');
}

describe('a file', () => {
	const path = join(rig.folder, 'contacts.csv');
	beforeAll(() => writeFileSync(path, CSV));

	it.each<[string, () => unknown]>([
		['the path of a file', () => path],
		['a buffer', () => Buffer.from(CSV)],
		['a text', () => CSV],
		['a stream', () => createReadStream(path)],
	])('%s in msg.payload is uploaded', async (_kind, payload) => {
		const run = await rig.runNode('advocate-upload', USERS, { payload: payload(), topic: 'kept' });

		const [message] = run.outputs[0] ?? [];
		const { fileRef } = message?.advocate ?? {};
		expect(message).toMatchObject({
			topic: 'kept',
			payload: { fileRef, type: 'MUTATION/USER', format: 'csv', sizeBytes: CSV.length },
			advocate: { fileRef, type: 'MUTATION/USER' },
		});
		expect(await received(fileRef)).toBe(CSV);
		expect(run).toMatchObject({ completed: 1, caught: [] });
		expect(run.outputs[1]).toEqual([]);
	});

	it('is found from the folder in which the file nodes of Node-RED look', async () => {
		const run = await rig.runNode('advocate-upload', USERS, { payload: 'contacts.csv' });
		expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV);
	});

	it.each([
		['a context store', { source: 'csv', sourceType: 'flow' }],
		['an expression', { source: 'parts1 & parts2', sourceType: 'jsonata' }],
		['another property', { source: 'data.csv', sourceType: 'msg' }],
	])('comes from %s', async (_where, settings) => {
		await rig.load(rig.flow('advocate-upload', { ...USERS, ...settings }));
		const { flow } = rig.node('node').context() as unknown as { flow: NodeContext };
		await new Promise((resolve) => flow.set('csv', CSV, undefined, resolve));
		const [parts1, parts2] = [CSV.slice(0, 9), CSV.slice(9)];
		const run = await rig.send({ parts1, parts2, data: { csv: CSV } });
		expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV);
	});

	it('comes under the name that the message, or the node, says', async () => {
		const one = await rig.runNode('advocate-upload', USERS, {
			payload: Buffer.from(CSV),
			filename: '/data/weekly.csv',
		});
		expect(one.outputs[0]?.[0]?.payload).toMatchObject({ fileName: 'weekly.csv' });
		const settings = { ...USERS, fileName: 'topic', fileNameType: 'msg' };
		const two = await rig.runNode('advocate-upload', settings, { payload: CSV, topic: 'mine.csv' });
		expect(two.outputs[0]?.[0]?.payload).toMatchObject({ fileName: 'mine.csv' });
	});

	it('is refused, with every reason, when its columns do not fit; the Catch node gets code and hint', async () => {
		const run = await rig.runNode('advocate-upload', USERS, { payload: 'name,mail\nAnn,a@b.c\n' });

		expect(run.outputs.flat()).toEqual([]);
		expect(run.caught[0]?.error).toMatchObject({
			code: 'FILE_REFUSED',
			cause: { hint: expect.stringContaining('Correct the file') as string },
		});
		expect(run.completed).toBe(0);
		expect(run.statuses.at(-1)).toMatchObject({ fill: 'red' });
		expect(rig.sandbox.requests.filter(({ status }) => status !== 200)).toEqual([]);
	});

	it('leaves on Rejected where that is set', async () => {
		const settings = { ...USERS, onRefused: 'rejected' };
		const run = await rig.runNode('advocate-upload', settings, {
			payload: 'name\nAnn\n',
			topic: 'weekly',
		});

		expect(run.outputs[1]?.[0]).toMatchObject({
			topic: 'weekly',
			payload: { type: 'MUTATION/USER', reasons: expect.any(Array) as unknown[] },
		});
	});

	it('loses only the rows that are not right, with every row checked', async () => {
		const run = await rig.runNode('advocate-upload', USERS, {
			payload: `${CSV}acme,,nobody@example.com\n`,
		});

		expect(run.outputs[0]?.[0]?.payload).toMatchObject({ rows: 2, rowsRejected: 1 });
		expect(run.outputs[1]?.[0]?.payload).toEqual([
			{
				accountId: 'acme',
				id: '',
				email: 'nobody@example.com',
				rowNumber: 3,
				reasons: ['id is required'],
			},
		]);
		expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV);
	});

	it('clears custom fields by null', async () => {
		const settings = { ...USERS, emptyText: 'send' };
		const row = '{"accountId":"acme","id":"ann","customFields":{"plan":""}}\n';
		const run = await rig.runNode('advocate-upload', settings, { payload: row });

		expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toBe(row.replace('""', 'null'));
	});

	it('loses the events whose idempotency key is none', async () => {
		const header = 'accountId,userId,event.key,idempotencyKey';
		const run = await rig.runNode(
			'advocate-upload',
			{ jobType: 'MUTATION/USER_EVENT', jobTypeType: 'jobType' },
			{ payload: `${header}\nacme,ann,purchase,evt|1\nacme,ann,purchase,evt-0001\n` },
		);

		expect(run.outputs[0]?.[0]?.payload).toMatchObject({ rows: 1, rowsRejected: 1 });
		expect(run.outputs[1]?.[0]?.payload).toEqual([
			expect.objectContaining({
				reasons: [expect.stringMatching(/^idempotencyKey must be 8 to 64 letters/) as string],
			}),
		]);
	});

	it('stops being checked, and being read from a stream, at msg.reset, which is no error', async () => {
		const endless = Readable.from(
			(function* () {
				for (;;) yield Buffer.from('acme,ann,ann@example.com\n');
			})(),
		);
		await rig.load(rig.flow('advocate-upload', USERS));
		rig.node('node').receive({ _msgid: '1', payload: endless });
		await new Promise((resolve) => setImmediate(resolve));
		const run = await rig.send({ reset: true });

		await rig.until(({ completed }) => completed === 2);
		expect(run).toMatchObject({ caught: [], outputs: [[], [], []] });
		expect(endless.destroyed).toBe(true);
	});

	it('of a stream that gives nothing more, and can not be destroyed, ends at msg.reset too', async () => {
		const hangs = {
			pipe: () => undefined,
			on: () => undefined,
			[Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
		};
		await rig.load(rig.flow('advocate-upload', USERS));
		rig.node('node').receive({ _msgid: 'hangs', payload: hangs });
		await rig.until(() => true);

		const run = await rig.send({ reset: true });
		await rig.until(({ completed }) => completed === 2);
		expect(run.caught).toEqual([]);
	});

	it('keeps its name in what is said of it, whatever words are in it', async () => {
		const run = await rig.runNode('advocate-upload', USERS, {
			payload: Buffer.from('name\nAnn\n'),
			filename: 'n8n export, the workflow.csv',
		});
		expect(run.caught[0]?.error.message).toContain('"n8n export, the workflow.csv"');
	});

	it('that is not there says so', async () => {
		const run = await rig.runNode('advocate-upload', USERS, { payload: '/no/such/file.csv' });
		expect(run.caught[0]?.error.message).toContain('There is no file at /no/such/file.csv');
	});
});

it('rows that Advocate would not take are rejected with the reason', async () => {
	const event = { accountId: 'acme', userId: 'ann', 'event.key': 'purchase' };
	const run = await rig.runNode(
		'advocate-upload',
		{ jobType: 'MUTATION/USER_EVENT', jobTypeType: 'jobType' },
		{
			payload: [
				{ ...event, 'event.fields': 'revenue=5' },
				{ ...event, 'event.fields.cart': [['sku-1', 2]] },
				{ ...event, 'event.fields.cart': ['sku-1', 2] },
			],
		},
	);

	expect(run.outputs[0]?.[0]?.payload).toMatchObject({ rows: 1, rowsRejected: 2 });
	expect(run.outputs[1]?.[0]?.payload).toEqual([
		expect.objectContaining({ reasons: ['event.fields must be an object with fields in it'] }),
		expect.objectContaining({
			reasons: [
				'event.fields.cart contains a list directly in a list, which Advocate does not accept',
			],
		}),
	]);
});

it("a row's segments and share links are sent as Advocate has them", async () => {
	const row = {
		accountId: 'acme',
		id: 'ann',
		Segments: 'vip, ~*',
		'sharelinks.p': 'https://a.b/x',
	};
	const run = await rig.runNode('advocate-upload', USERS, { payload: [row] });

	expect(JSON.parse(await received(run.outputs[0]?.[0]?.advocate?.fileRef))).toEqual({
		...{ accountId: 'acme', id: 'ann', segments: ['~*', 'vip'] },
		shareLinks: { p: 'https://a.b/x' },
	});
});

describe('a report on rewards', () => {
	const REDEMPTIONS = { jobType: 'MUTATION/REDEEMABLE_REWARD_BALANCE', jobTypeType: 'jobType' };
	const item = (valueToRedeem: unknown) => ({
		...{ userId: 'ann', accountId: 'acme', unit: 'CENTS', valueToRedeem },
	});
	const report = (...values: string[]) =>
		`userId,accountId,unit,valueToRedeem\n${values.map((value) => `ann,acme,CENTS,${value}\n`).join('')}`;

	it.each([
		['as a file', {}, report('0', '5.00', '')],
		['as objects', { format: 'jsonl' }, [item(0), item('5.00'), item(null)]],
	])('%s loses the rows in which nothing is to be redeemed', async (_how, settings, payload) => {
		const run = await rig.runNode('advocate-upload', { ...REDEMPTIONS, ...settings }, { payload });

		const [message] = run.outputs[0] ?? [];
		expect(message?.payload).toMatchObject({
			...{ format: 'csv', rows: 1, rowsRejected: 0, rowsSkipped: 2 },
		});
		expect(run.outputs[1]).toEqual([]);
		expect(await received(message?.advocate?.fileRef)).toBe(report('5'));
	});

	it.each([
		['as a file', {}, report('0', '')],
		['as objects', {}, [item(0), item('')]],
	])('%s in which nothing is to be redeemed says so, and is no error', async (...of) => {
		const [, settings, payload] = of;
		const run = await rig.runNode('advocate-upload', { ...REDEMPTIONS, ...settings }, { payload });

		expect(run).toMatchObject({ outputs: [[], [], []], caught: [], completed: 1 });
		expect(run.statuses.at(-1)).toMatchObject({ fill: 'yellow', text: 'status.nothingToRedeem' });
	});
});

describe('an array of objects', () => {
	it('is matched by name, checked and uploaded as JSON Lines', async () => {
		const run = await rig.runNode(
			'advocate-upload',
			{ ...USERS, columns: [{ field: 'accountId', value: 'acme', valueType: 'str' }] },
			{ payload: [{ 'User ID': 'ann', 'Email Address': 'ann@example.com' }, { 'User ID': '' }] },
		);

		const [message] = run.outputs[0] ?? [];
		expect(message?.payload).toMatchObject({
			rows: 1,
			rowsRejected: 1,
			format: 'jsonl',
			mapping: { 'User ID': 'id', 'Email Address': 'email' },
		});
		expect(await received(message?.advocate?.fileRef)).toBe(
			'{"id":"ann","email":"ann@example.com","accountId":"acme"}\n',
		);
		expect(run.outputs[1]?.[0]?.payload).toEqual([
			{ 'User ID': '', rowNumber: 2, reasons: ['id is required'] },
		]);
	});

	it('too large for one file becomes several, a sequence for Join', async () => {
		const rows = ['a', 'b', 'c'].map((id) => ({ accountId: 'acme', id }));
		const run = await rig.runNode('advocate-upload', { ...USERS, maxRows: '2' }, { payload: rows });

		expect(run.outputs[0]?.map(({ parts }) => [parts?.index, parts?.count])).toEqual([
			[0, 2],
			[1, 2],
		]);
		expect(run.outputs[0]?.map(({ payload }) => payload)).toMatchObject([
			{ firstRow: 1, lastRow: 2 },
			{ firstRow: 3, lastRow: 3 },
		]);
	});

	it('is only made a file of, where that is set', async () => {
		const run = await rig.runNode(
			'advocate-upload',
			{ ...USERS, prepareOnly: true, format: 'csv' },
			{ payload: [{ accountId: 'acme', id: 'ann' }] },
		);
		const [message] = run.outputs[0] ?? [];
		expect(String(message?.payload)).toBe('accountId,id\nacme,ann\n');
		expect(message?.filename).toBe('users.csv');
	});
});

describe('rows', () => {
	it('that are left out and those that are sent travel apart, each message a copy of its own', async () => {
		await rig.load(rig.flow('advocate-upload', USERS));
		rig.node('out1').on('input', (message) => {
			(message.batch as { note: string }).note = 'changed by a later node';
		});
		const payload = [{ accountId: 'acme', id: 'ann' }, { accountId: 'acme' }];
		const run = await rig.send({ payload, batch: { note: 'as it came' } });

		expect(run.outputs[1]).toHaveLength(1);
		expect(run.outputs[0]?.[0]).toMatchObject({ batch: { note: 'as it came' } });
	});

	it('by the ten thousand do not keep Node-RED from its other work, nor from msg.reset', async () => {
		const payload = Array.from({ length: 30_000 }, (_, id) => ({ accountId: 'acme', id }));
		await rig.load(rig.flow('advocate-upload', { ...USERS, prepareOnly: true }));
		rig.node('node').receive({ _msgid: '1', payload });
		await rig.until(({ statuses }) => statuses.some(({ text }) => text === 'status.checked'));
		const run = await rig.send({ reset: true });

		await rig.until(({ completed }) => completed === 2);
		expect(run).toMatchObject({ caught: [], outputs: [[], [], []] });
	});

	it('get their columns as set by hand: from the row, from the message, or the same for all', async () => {
		const columns = [
			{ field: 'accountId', value: 'topic', valueType: 'msg' },
			{ field: 'id', value: 'contact.number', valueType: 'row' },
			{ field: 'customFields.plan', value: 'pro', valueType: 'str' },
		];
		const settings = { ...USERS, rowMode: 'columns', columns };
		const payload = [{ contact: { number: '7' }, email: 'not taken' }];
		const run = await rig.runNode('advocate-upload', settings, { payload, topic: 'acme' });

		expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toBe(
			'{"accountId":"acme","id":"7","customFields":{"plan":"pro"}}\n',
		);
	});

	/* Case 12 of the shared cases, and its relatives. */
	it.each([
		['its name, with a dot', 'Plan.Type', { 'Plan.Type': 'pro' }],
		['its name in brackets', '["Plan.Type"]', { 'Plan.Type': 'pro' }],
		['its name in other quotes', "['Plan.Type']", { 'Plan.Type': 'pro' }],
		['a path', 'plan.type', { plan: { type: 'pro' } }],
		['a path in brackets', 'first["name"]', { first: { name: 'pro' } }],
		[
			'a path with a dot in a name',
			'plan["of.2024"].type',
			{ plan: { 'of.2024': { type: 'pro' } } },
		],
		['a path into a list', 'plans[1].type', { plans: [{}, { type: 'pro' }] }],
		['a path with a blank', 'Company Plan.type', { 'Company Plan': { type: 'pro' } }],
		[
			'a name that looks like a path',
			'plan["kind"]',
			{ 'plan["kind"]': 'pro', plan: { kind: 'no' } },
		],
		['the name before the path', 'plan.type', { plan: { type: 'no' }, 'plan.type': 'pro' }],
		['what is no path', 'plan[', { 'plan[': 'pro' }],
	])('get a property by %s: %s', async (_how, value, row) => {
		const columns = [{ field: 'customFields.plan', value, valueType: 'row' }];
		const payload = [{ Account: 'acme', 'User.ID': 'ann', ...row }];
		const run = await rig.runNode('advocate-upload', { ...USERS, columns }, { payload });

		const [line] = (await received(run.outputs[0]?.[0]?.advocate?.fileRef)).split('\n');
		expect(JSON.parse(line ?? '')).toMatchObject({ customFields: { plan: 'pro' } });
		expect(JSON.stringify(run.outputs[0]?.[0]?.payload)).not.toContain('gives nothing');
	});

	it.each([
		['row', 'Plan.Typ', 'Plan.Typ'],
		['row', '', ''],
		['msg', 'plan', 'msg.plan'],
		['env', 'NO_SUCH_PLAN', '$NO_SUCH_PLAN'],
	])(
		'are told of a column set by hand that gives nothing: %s %s',
		async (valueType, value, shown) => {
			const columns = [
				{ field: 'customFields.plan', value, valueType },
				{ field: 'customFields.empty', value: 'Empty', valueType: 'row' },
				{ field: 'customFields.cleared', value: '', valueType: 'str' },
			];
			const payload = ['ann', 'bob'].map((id) => ({
				accountId: 'acme',
				id,
				'Plan.Type': 'pro',
				Empty: null,
			}));
			const run = await rig.runNode('advocate-upload', { ...USERS, columns }, { payload });

			expect(run.outputs[0]?.[0]?.payload).toMatchObject({
				warnings: [
					`customFields.plan is set from "${shown}", which gives nothing in any row, and was not sent. The rows have: accountId, id, Plan.Type, Empty.`,
				],
			});
		},
	);

	it('are rejected one by one where a property of theirs throws', async () => {
		const columns = [{ field: 'firstName', value: 'name', valueType: 'row' }];
		const trap = { accountId: 'acme', id: 'bob' };
		Object.defineProperty(trap, 'name', {
			enumerable: false,
			get: () => {
				throw new Error('no name today');
			},
		});
		const payload = [{ accountId: 'acme', id: 'ann', name: 'Ann' }, trap];
		const run = await rig.runNode('advocate-upload', { ...USERS, columns }, { payload });

		expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toContain('"id":"ann"');
		expect(run.outputs[1]?.[0]?.payload).toEqual([
			{
				accountId: 'acme',
				id: 'bob',
				rowNumber: 2,
				reasons: ['firstName could not be evaluated: no name today'],
			},
		]);
	});

	it.each([
		['an invalid date', '$toMillis("2024-05-01") / 0', 'dateCreated must be a date'],
		['no date', '"soon"', 'dateCreated must be a date'],
	])('are rejected where an expression gives %s', async (_what, value, reason) => {
		const columns = [{ field: 'dateCreated', value, valueType: 'jsonata' }];
		const payload = [{ accountId: 'acme', id: 'ann' }];
		const run = await rig.runNode('advocate-upload', { ...USERS, columns }, { payload });
		const said = [...run.caught.map(({ error }) => error.message), JSON.stringify(run.outputs[1])];

		expect(said.join()).toMatch(new RegExp(`${reason}|could not be evaluated`));
		expect(run.outputs[0]).toEqual([]);
	});

	it('that hold the rows as a list say where they are', async () => {
		const payload = { data: [{ accountId: 'acme', id: 'ann' }], total: 1 };
		const run = await rig.runNode('advocate-upload', USERS, { payload });

		expect(run.outputs[1]?.[0]?.payload).toEqual([
			expect.objectContaining({
				reasons: [
					'The object is not a row, but holds rows in its list "data": choose that list as the Source of this node',
				],
			}),
		]);
	});

	it.each([{}, [{}], [{}, {}]].map((payload) => [payload]))(
		'without anything in them are nothing to do: %j',
		async (payload) => {
			for (const onRejectedRows of ['continue', 'error']) {
				const settings = { ...USERS, onRejectedRows };
				const run = await rig.runNode('advocate-upload', settings, { payload });

				expect(run).toMatchObject({ caught: [], outputs: [[], [], []], completed: 1 });
				expect(run.statuses.at(-1)).toMatchObject({ text: 'status.noInput' });
			}
		},
	);

	it('that are not right stop everything, where that is set', async () => {
		const before = rig.sandbox.uploads.list().length;
		const settings = { ...USERS, onRejectedRows: 'error' };
		const payload = [{ accountId: 'acme', id: 'ann' }, { accountId: 'acme' }];
		const run = await rig.runNode('advocate-upload', settings, { payload });

		expect(run.caught[0]?.error).toMatchObject({
			code: 'FILE_REFUSED',
			message: expect.stringContaining('Row 2: id is required') as string,
		});
		expect(rig.sandbox.uploads.list()).toHaveLength(before);
	});
});

it.each([
	['attempts', '0', '"Attempts" must be a whole number from 1 to 100'],
	['timeout', 'soon', '"Request timeout (s)" must be a number from 0.1 to 3600'],
	['timeZone', 'Mars', '"Mars" is not a time zone'],
	['maxRows', '0', 'The limits for a file are not valid'],
])('says what is wrong with the setting %s', async (setting, value, said) => {
	const payload = [{ accountId: 'acme', id: 'ann' }];
	const run = await rig.runNode('advocate-upload', { ...USERS, [setting]: value }, { payload });
	expect(run.caught[0]?.error.message).toContain(said);
});

it('shows what it is doing, and ends green', async () => {
	const run = await rig.runNode('advocate-upload', USERS, { payload: CSV });
	expect(run.statuses[0]).toMatchObject({ fill: 'blue', text: 'status.checked' });
	expect(run.statuses.at(-1)).toMatchObject({ fill: 'green', text: 'status.uploadedRows' });

	const asItIs = await rig.runNode(
		'advocate-upload',
		{ ...USERS, sendAsIs: true },
		{ payload: CSV },
	);
	expect(asItIs.statuses[0]).toMatchObject({ fill: 'blue', text: 'status.sending' });
	expect(asItIs.statuses.at(-1)).toMatchObject({ text: 'status.uploadedFile' });
});

it('shows how much has been sent, no more often than an editor needs', async () => {
	const now = jest.spyOn(systemTime, 'now').mockImplementation(() => (rig.now += 100));
	const payload = Buffer.from(`accountId,id\n${'acme,ann\n'.repeat(100_000)}`);
	const run = await rig.runNode('advocate-upload', { ...USERS, sendAsIs: true }, { payload });
	now.mockImplementation(() => rig.now);

	const shown = run.statuses.filter(({ text }) => text === 'status.sent');
	expect(shown.length).toBeGreaterThan(2);
	// At every third look at the clock, and twice around it.
	expect(shown.length).toBeLessThan(payload.length / 65_536 / 2 + 2);
});

it('is stopped by a deploy, which does not wait for it', async () => {
	rig.sandbox.faults.add({ on: 'upload', kind: 'hang' });
	await rig.load(rig.flow('advocate-upload', USERS));
	const { requests } = rig.sandbox;
	const before = requests.length;
	rig.node('node').receive({ _msgid: '1', payload: CSV });
	await rig.until(() => requests.length > before);
	const run = await rig.restart();

	expect(run).toMatchObject({ caught: [], completed: 0 });
	expect((await rig.send({ payload: CSV })).outputs[0]).toHaveLength(1);
});

describe('a split sequence', () => {
	it('is within another, which goes on', async () => {
		const parts = { id: 'inner', type: 'array' as const, index: 0, count: 1 };
		const outer = { id: 'outer', type: 'array' as const, index: 4, count: 9 };
		const payload = { accountId: 'acme', id: 'ann' };
		const run = await rig.runNode('advocate-upload', USERS, {
			...{ payload, parts: { ...parts, parts: outer } },
		});
		expect(run.outputs[0]?.[0]?.parts).toEqual(outer);
	});

	it('is forgotten at msg.reset', async () => {
		const part = (index: number) => ({
			payload: { accountId: 'acme', id: `user${index}` },
			parts: { id: 'r', type: 'array' as const, index, count: 2 },
		});
		await rig.load(rig.flow('advocate-upload', USERS));
		await rig.send(part(0));
		await rig.send({ reset: true });
		const run = await rig.send(part(1));
		expect(run.outputs.flat()).toEqual([]);
		expect(run.statuses.at(-1)).toMatchObject({ fill: 'blue', text: 'status.gathering' });
	});

	it('is left as it is, each message for itself, where that is set', async () => {
		const part = (index: number) => ({
			payload: { accountId: 'acme', id: `user${index}` },
			parts: { id: 'g', type: 'array' as const, index, count: 2 },
		});
		const settings = { ...USERS, gather: false };
		const run = await rig.runNode('advocate-upload', settings, part(0), part(1));
		expect(run.outputs[0]?.map(({ parts }) => [parts?.index, parts?.count])).toEqual([
			[0, 2],
			[1, 2],
		]);
	});

	it.each([
		['MUTATION/DELETE_USER', 'MUTATION/USER'],
		['MUTATION/USER', 'MUTATION/USER_EVENT'],
	])('is not uploaded if its parts are of several types: %s, %s', async (first, second) => {
		const before = rig.sandbox.uploads.list().length;
		await rig.load(rig.flow('advocate-upload', { jobType: 'kind', jobTypeType: 'msg' }));
		const part = (index: number, kind: string) => ({
			_msgid: String(index),
			kind,
			payload: { accountId: 'acme', id: `user${index}` },
			parts: { id: 'mixed', index, count: 3 },
		});
		rig.node('node').receive(part(0, first));
		rig.node('node').receive(part(1, second));
		const run = await rig.send(part(2, second));
		await rig.until(({ completed, caught }) => completed + caught.length === 3);

		expect(run.caught.map(({ error }) => error.message)).toEqual([
			expect.stringContaining(
				`not all of one type: some are ${first}, and one is ${second}`,
			) as string,
		]);
		expect(rig.sandbox.uploads.list()).toHaveLength(before);
	});

	it('of objects is gathered into one file, in whatever order it comes', async () => {
		const part = (index: number, id: string) => ({
			payload: { accountId: 'acme', id },
			parts: { id: 's', type: 'array' as const, index, count: 3 },
		});
		const run = await rig.runNode(
			'advocate-upload',
			USERS,
			part(1, 'bob'),
			part(0, 'ann'),
			part(2, 'cid'),
		);

		const [message, ...others] = run.outputs[0] ?? [];
		expect(others).toEqual([]);
		expect(message?.parts).toBeUndefined();
		const lines = (await received(message?.advocate?.fileRef)).trim().split('\n');
		expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([
			'ann',
			'bob',
			'cid',
		]);
	});

	it('of lines, or of buffers whose number only the last one tells, is put together', async () => {
		const lines = CSV.trimEnd().split('\n');
		const text = await rig.runNode(
			'advocate-upload',
			USERS,
			...lines.map((payload, index) => ({
				payload,
				parts: { id: 't', type: 'string' as const, ch: '\n', index, count: lines.length },
			})),
		);
		expect(await received(text.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV);
		const half = Math.floor(CSV.length / 2);
		const pieces = [CSV.slice(0, half), CSV.slice(half)];
		const buffers = await rig.runNode(
			'advocate-upload',
			USERS,
			...pieces.map((piece, index) => ({
				payload: Buffer.from(piece),
				parts: {
					...{ id: 'b', type: 'buffer' as const, index },
					...(index === 1 && { count: 2 }),
				},
			})),
		);
		expect(await received(buffers.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV);
	});
});

describe('a stream', () => {
	it('of objects is rows, as database nodes give them', async () => {
		const rows = [{ accountId: 'acme', id: 'ann' }, { accountId: 'acme' }];
		const run = await rig.runNode('advocate-upload', USERS, { payload: Readable.from(rows) });

		const [message] = run.outputs[0] ?? [];
		expect(message?.payload).toMatchObject({ format: 'jsonl', rows: 1, rowsRejected: 1 });
		expect(run.outputs[1]).toMatchObject([
			{ payload: [{ accountId: 'acme', rowNumber: 2, reasons: ['id is required'] }] },
		]);
	});

	it.each([
		[[CSV, { accountId: 'acme', id: 'ann' }], 'a value of the type object'],
		[[['acme', 'ann']], 'an array'],
	])('of other things is refused: %j', async (pieces, kind) => {
		const payload = Readable.from(pieces);
		const run = await rig.runNode('advocate-upload', USERS, { payload });

		expect(run.caught[0]?.error.message).toContain(
			`The stream gives ${kind} instead of text or bytes`,
		);
		expect(run.outputs.flat()).toEqual([]);
	});

	it('that breaks off says so, and why', async () => {
		async function* broken() {
			yield await Promise.resolve(CSV);
			throw new Error('the cursor was closed');
		}
		const run = await rig.runNode('advocate-upload', USERS, { payload: Readable.from(broken()) });

		expect(run.caught[0]?.error.message).toBe(
			'The stream broke off before its end. None of it was imported. Check the node that gives the stream. The reason given: the cursor was closed',
		);
	});

	it('that fails while its message waits for its turn is reported in its turn', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'delay', ms: 100 });
		await rig.load(rig.flow('advocate-upload', USERS));
		const stream = createReadStream(join(rig.folder, 'nowhere.csv'));
		const run = await rig.send({ payload: CSV }, { payload: stream });

		expect(run.outputs[0]).toHaveLength(1);
		expect(run.caught[0]?.error.message).toContain('The stream broke off before its end');
		expect(run.caught[0]?.error.message).toContain('ENOENT');
	});

	it('to write to is no source', async () => {
		const run = await rig.runNode('advocate-upload', USERS, { payload: new Writable() });
		expect(run.caught[0]?.error.message).toContain('There is no file to upload');
	});

	it('with nothing in it is an empty file', async () => {
		const run = await rig.runNode('advocate-upload', USERS, { payload: Readable.from([]) });

		expect(run.caught[0]?.error.message).toBe(
			'The file "unnamed" was not uploaded: It is empty. Correct the file and upload it again.',
		);
	});
});

describe('a text that is a path', () => {
	it('may be an address, or have odd characters in it', async () => {
		const path = join(rig.folder, 'a{1} b.csv');
		writeFileSync(path, CSV);
		for (const payload of [path, pathToFileURL(path).href]) {
			const run = await rig.runNode('advocate-upload', USERS, { payload });
			expect(run.outputs[0]).toHaveLength(1);
		}
	});

	it('is one without an ending too, and says that there is no such file', async () => {
		const run = await rig.runNode('advocate-upload', USERS, { payload: rig.folder });
		expect(run.caught[0]?.error.message).toContain(`There is no file at ${rig.folder}`);
	});

	it('of a file that is still written to is uploaded as it was', async () => {
		const path = join(rig.folder, 'growing.csv');
		writeFileSync(path, CSV);
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 503 });
		rig.whileAsleep = () => writeFileSync(path, `${CSV}acme,eve,eve@example.com\n`);
		const run = await rig.runNode('advocate-upload', USERS, { payload: path });
		rig.whileAsleep = () => undefined;

		expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV);
	});

	it('of a file that is cut short meanwhile is refused once', async () => {
		const path = join(rig.folder, 'shrinking.csv');
		writeFileSync(path, CSV);
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 503 });
		rig.whileAsleep = () => writeFileSync(path, CSV.slice(0, 40));
		const settings = { ...USERS, sendAsIs: true };
		const run = await rig.runNode('advocate-upload', settings, { payload: path });
		rig.whileAsleep = () => undefined;

		expect(run.caught[0]?.error.message).toContain('The file was changed while it was being read');
	});
});

it('a split sequence of paths says how each file is uploaded', async () => {
	const part = (index: number) => ({
		payload: `/data/${index}.csv`,
		parts: { id: 's', index, count: 2, type: 'array' as const },
	});
	const run = await rig.runNode('advocate-upload', USERS, part(0), part(1));

	expect(run.caught[0]?.error.message).toContain('Gather the parts of a split sequence');
});

it('an empty array is no failure, and nothing leaves', async () => {
	const run = await rig.runNode('advocate-upload', USERS, { payload: [] });

	expect(run).toMatchObject({ outputs: [[], [], []], caught: [], completed: 1 });
	expect(run.statuses.at(-1)).toMatchObject({ fill: 'yellow', text: 'status.noInput' });
});

it('many parts do not show a status each', async () => {
	const parts = Array.from({ length: 300 }, (_, index) => ({
		payload: { accountId: 'acme', id: `u${index}` },
		parts: { id: 's', index, count: 300, type: 'array' as const },
	}));
	const run = await rig.runNode('advocate-upload', USERS, ...parts);

	expect(run.outputs[0]?.[0]?.payload).toMatchObject({ rows: 300 });
	expect(run.statuses.length).toBeLessThan(20);
});

it('rows that are rejected lose the file and the job of an earlier upload', async () => {
	const advocate = { fileRef: 'imports/old.csv', jobId: 'old', type: 'MUTATION/USER' };
	const run = await rig.runNode('advocate-upload', USERS, { payload: [{ id: 'ann' }], advocate });

	expect(run.outputs[1]?.[0]?.advocate).toEqual({ type: 'MUTATION/USER' });
});

it.each([
	[{ fileName: '$$$(', fileNameType: 'jsonata' }, /^"File name" could not be evaluated: /],
	[{ fileName: '', fileNameType: 'json' }, /^"File name" could not be evaluated: /],
	[{ fileName: 'what', fileNameType: 'msg' }, /^"File name" gives an object, not text/],
])('a setting that can not be worked out is named: %o', async (settings, problem) => {
	const sent = { payload: CSV, what: { a: 1 } };
	const run = await rig.runNode('advocate-upload', { ...USERS, ...settings }, sent);

	expect(run.caught[0]?.error).toMatchObject({ code: 'SETTINGS_INVALID' });
	expect(run.caught[0]?.error.message).toMatch(problem);
});

it('tries again when the connection breaks off in the middle, from the start of the file', async () => {
	rig.sandbox.faults.add({ on: 'upload', kind: 'reset', at: 'duringRead' });
	const run = await rig.runNode('advocate-upload', USERS, { payload: CSV });

	expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV);
	expect(rig.pauses.at(-1)).toBe(1_000);
});

it('says what is wrong without the key, even if the server repeats it', async () => {
	rig.sandbox.faults.add({
		on: 'upload',
		kind: 'status',
		status: 400,
		body: { message: `no such key ${rig.apiKey}` },
	});
	const run = await rig.runNode('advocate-upload', USERS, { payload: CSV });

	expect(run.caught[0]?.error.message).toContain('no such key *****');
	expect(JSON.stringify(run)).not.toContain(rig.apiKey);
	const settings = { ...USERS, fileName: `$error("${rig.apiKey}")`, fileNameType: 'jsonata' };
	const own = await rig.runNode('advocate-upload', settings, { payload: CSV });
	expect(own.caught[0]?.error.message).toContain('"File name" could not be evaluated');
	expect(JSON.stringify([own.caught, own.statuses])).not.toContain(rig.apiKey);
});

it('signs in with a user name where there is one, and tells nothing of the key', async () => {
	const credentials = { apiKey: 'TEST_token_0123456789abcdef', userName: ' IRSANDBOXacme ' };
	const basic = Buffer.from(`IRSANDBOXacme:${credentials.apiKey}`).toString('base64');
	await rig.load(rig.flow('advocate-upload', USERS), { credentials });
	const run = await rig.send({ payload: CSV });

	expect(run.outputs[0]).toHaveLength(1);
	expect(rig.sandbox.requests.at(-1)?.headers.authorization).toBe(`Basic ${basic}`);

	const body = { message: `refused: Basic ${basic}` };
	rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 400, body });
	const refused = await rig.send({ payload: CSV });
	expect(refused.caught[0]?.error.message).toContain('refused: Basic *****');
	expect(JSON.stringify([refused.caught, refused.statuses])).not.toContain(basic);

	const settings = { ...USERS, fileName: `$error("${basic}")`, fileNameType: 'jsonata' };
	await rig.load(rig.flow('advocate-upload', settings), { credentials });
	const own = await rig.send({ payload: CSV });
	expect(own.caught[0]?.error.message).toContain('"File name" could not be evaluated');
	expect(JSON.stringify([own.caught, own.statuses])).not.toContain(basic);
});

it('says that a user name can not have a colon', async () => {
	const credentials = { apiKey: rig.apiKey, userName: 'a:b' };
	await rig.load(rig.flow('advocate-upload', USERS), { credentials });

	const { message } = (await rig.send({ payload: CSV })).caught[0]?.error ?? { message: '' };
	expect(message).toContain('The user name contains a colon');
	expect(message).toContain('advocate tenant');
});

it('names the missing tenant, and the missing key', async () => {
	await rig.load(rig.flow('advocate-upload', { ...USERS, tenant: '' }));
	expect((await rig.send({ payload: CSV })).caught[0]?.error.message).toContain(
		'No tenant is chosen',
	);
	await rig.load(rig.flow('advocate-upload', USERS), { credentials: { apiKey: '' } });
	expect((await rig.send({ payload: CSV })).caught[0]?.error.message).toContain(
		'The API key is empty',
	);
});

it('shows what would be uploaded in a dry run, and sends nothing', async () => {
	rig.sandbox.clearRequests();
	const rows = [{ accountId: 'acme', id: 'ann' }, { accountId: 'acme' }];
	const settings = { ...USERS, dryRun: true };

	const ofRows = await rig.runNode('advocate-upload', settings, { payload: rows });
	const ofFile = await rig.runNode('advocate-upload', settings, { payload: CSV });

	expect(rig.sandbox.requests).toEqual([]);
	expect(ofRows.outputs[0]?.[0]?.payload).toMatchObject({
		...{ dryRun: true, rows: 2, rowsToSend: 1, rowsRejected: 1 },
		reasons: [{ reason: 'id is required', rows: 1 }],
		firstLines: ['{"accountId":"acme","id":"ann"}'],
	});
	expect(ofRows.outputs[1]?.[0]?.payload).toHaveLength(1);
	expect(ofFile.outputs[0]?.[0]?.payload).toMatchObject({
		dryRun: true,
		firstLines: CSV.trimEnd().split('\n'),
	});
});
