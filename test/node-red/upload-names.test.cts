import { readFile } from 'node:fs/promises';
import { RedRig } from './support/red-rig.cts';

/* What the names in objects are taken for, whose a row is, and what is said of it. */

const rig = new RedRig();

beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());

const USERS = { jobType: 'MUTATION/USER', jobTypeType: 'jobType' };
const DELETE = { jobType: 'MUTATION/DELETE_USER', jobTypeType: 'jobType' };

async function upload(settings: Record<string, unknown>, payload: unknown[]) {
	const run = await rig.runNode('advocate-upload', { ...USERS, ...settings }, { payload });
	const [uploaded] = run.outputs[0] ?? [];
	const [rejected] = run.outputs[1] ?? [];
	return { uploaded, rejected, error: run.caught[0]?.error.message };
}

async function lines(fileRef: unknown): Promise<unknown[]> {
	const file = rig.sandbox.uploads.get(String(fileRef));
	const text = await readFile(file?.path ?? '', 'utf8');
	return text
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as unknown);
}

it('rows of two shapes are matched each by its own names', async () => {
	const { uploaded } = await upload({}, [
		{ accountId: 'acme', id: 'ann', email: 'ann@example.com' },
		{ 'Account ID': 'acme', 'User ID': 'bob', 'Email Address': 'bob@example.com', Stage: 'won' },
	]);

	expect(await lines(uploaded?.advocate?.fileRef)).toEqual([
		{ accountId: 'acme', id: 'ann', email: 'ann@example.com' },
		{ accountId: 'acme', id: 'bob', email: 'bob@example.com' },
	]);
	expect(uploaded?.payload).toMatchObject({
		mapping: { email: 'email', 'Email Address': 'email' },
		ignoredColumns: ['Stage'],
	});
});

it.each([USERS, DELETE])('a row with two IDs stops everything: %j', async (type) => {
	const before = rig.sandbox.uploads.list().length;
	const { uploaded, rejected, error } = await upload(type, [
		{ accountId: 'acme', id: 1, user_id: 'user-99' },
	]);

	expect(error).toContain(
		'It is not certain which user row 1 is for: "id" is "1", and "user_id" is "user-99"',
	);
	expect(error).toContain('Set id under "Columns set by hand"');
	expect([uploaded, rejected]).toEqual([undefined, undefined]);
	expect(rig.sandbox.uploads.list()).toHaveLength(before);
});

it('a column set by hand settles whose a row is', async () => {
	const columns = [{ field: 'id', value: 'user_id', valueType: 'row' }];

	const { uploaded } = await upload({ ...DELETE, columns }, [
		{ accountId: 'acme', id: 1, user_id: 'user-99', added: 'x' },
	]);

	expect(await lines(uploaded?.advocate?.fileRef)).toEqual([{ accountId: 'acme', id: 'user-99' }]);
	expect(uploaded?.payload).toMatchObject({ ignoredColumns: ['id', 'added'] });
});

it.each(['matched', 'columns', 'asIs'])(
	'a name that was typed where its value was meant is refused, %s',
	async (rowMode) => {
		const columns = [{ field: 'accountId', value: 'Company', valueType: 'str' }];

		const { error } = await upload({ rowMode, columns }, [{ id: 'ann', Company: 'acme' }]);

		expect(error).toContain(
			'accountId would be the text "Company" in every row, which is the name of a column',
		);
		expect(error).toContain('choose "column of the row" before Company');
	},
);

it('what was read is said on Rejected if nothing was uploaded', async () => {
	const { rejected } = await upload({ timeZone: 'Europe/Paris' }, [{ 'Customer ID': 1, Stage: 2 }]);

	expect(rejected?.payload).toEqual([
		{ 'Customer ID': 1, Stage: 2, rowNumber: 1, reasons: ['accountId is required'] },
	]);
	expect(rejected).toMatchObject({
		upload: {
			...{ rows: 0, rowsRejected: 1, timeZone: 'Europe/Paris' },
			...{ mapping: { 'Customer ID': 'id' }, ignoredColumns: ['Stage'] },
		},
	});
});

it('what was read is said of a checked file, too', async () => {
	const run = async (payload: string) =>
		await rig.runNode(
			'advocate-upload',
			{ ...USERS, checkRows: true, timeZone: 'Europe/Paris' },
			{ payload },
		);

	const good = await run('accountId,id\nacme,ann\nacme,\n');
	const bad = await run('accountId,id\nacme,\n');

	expect(good.outputs[0]?.[0]?.payload).toMatchObject({ timeZone: 'Europe/Paris' });
	expect(good.outputs[1]?.[0]).not.toHaveProperty('upload');
	expect(bad.outputs[1]?.[0]).toMatchObject({
		upload: { rows: 0, rowsRejected: 1, timeZone: 'Europe/Paris' },
	});
});
