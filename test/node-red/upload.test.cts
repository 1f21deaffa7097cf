import { createReadStream, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
			topic: 1,
		});

		expect(run.outputs[1]?.[0]).toMatchObject({
			topic: 1,
			payload: { type: 'MUTATION/USER', reasons: expect.any(Array) as unknown[] },
		});
	});

	it('loses only the rows that are not right, with every row checked', async () => {
		const run = await rig.runNode(
			'advocate-upload',
			{ ...USERS, checkRows: true },
			{ payload: `${CSV}acme,,nobody@example.com\n` },
		);

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

	it('that is not there says so', async () => {
		const run = await rig.runNode('advocate-upload', USERS, { payload: '/no/such/file.csv' });
		expect(run.caught[0]?.error.message).toContain('There is no file /no/such/file.csv');
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
	['attempts', '0', '"Attempts" is not a whole number from 1 to 100'],
	['timeout', 'soon', '"Request timeout (s)" is not a number from 0.1 to 3600'],
	['timeZone', 'Mars', '"Mars" is not a time zone'],
	['maxRows', '0', 'The limits of a file do not fit'],
])('says what is wrong with the setting %s', async (setting, value, said) => {
	const payload = [{ accountId: 'acme', id: 'ann' }];
	const run = await rig.runNode('advocate-upload', { ...USERS, [setting]: value }, { payload });
	expect(run.caught[0]?.error.message).toContain(said);
});

it('shows what it is doing, and ends green', async () => {
	const run = await rig.runNode('advocate-upload', USERS, { payload: CSV });
	expect(run.statuses[0]).toMatchObject({ fill: 'blue', text: 'status.sending' });
	expect(run.statuses.at(-1)).toMatchObject({ fill: 'green', text: 'status.uploadedFile' });
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
		expect(await received(text.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV.trimEnd());
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

it('tries again when the connection breaks off in the middle, from the start of the file', async () => {
	rig.sandbox.faults.add({ on: 'upload', kind: 'reset', at: 'duringRead' });
	const run = await rig.runNode('advocate-upload', USERS, { payload: CSV });

	expect(await received(run.outputs[0]?.[0]?.advocate?.fileRef)).toBe(CSV);
	expect(rig.pauses.at(-1)).toBe(1_000);
});

it('says what is wrong without the key, also where the server repeats it', async () => {
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
	expect(own.caught[0]?.error.message).toContain('"File name" does not work out');
	expect(JSON.stringify([own.caught, own.statuses])).not.toContain(rig.apiKey);
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
