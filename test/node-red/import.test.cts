import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemTime } from '../../node-red/runtime/system-time.cts';
import { RedRig } from './support/red-rig.cts';

/* Rows or a file in, and out what was imported, rejected and failed: the same as in n8n. */

const rig = new RedRig();
const USERS = { jobType: 'MUTATION/USER', jobTypeType: 'jobType' };

beforeEach(async () => {
	await rig.start({ jobDurationMs: 60_000 });
	// The system's clock, unlike the rig's, has whole milliseconds.
	rig.whileAsleep = () => {
		rig.now = Math.round(rig.now);
	};
});
afterEach(async () => await rig.stop());

const user = (id: string, more = {}) => ({
	...{ 'Company ID': 'acme', 'Contact ID': id, Email: `${id}@example.com` },
	...more,
});
const refused = { 'customFields.my-plan': 'pro' };

const jobs = () => rig.sandbox.jobs.list('test_acme');

async function sent(): Promise<string> {
	return await readFile(rig.sandbox.uploads.list().at(-1)?.path ?? '', 'utf8');
}

it('imports objects, and gives back each that was not imported', async () => {
	const payload = [user('ann'), user(''), user('cat', refused), user('dan')];

	const run = await rig.runNode('advocate-import', USERS, { payload, topic: 'kept' });

	expect(run.caught).toEqual([]);
	const [job] = jobs();
	expect(jobs()).toHaveLength(1);
	expect(run.outputs[0]).toEqual([
		expect.objectContaining({
			topic: 'kept',
			payload: expect.objectContaining({
				...{ rows: 4, rowsImported: 2, rowsRejected: 1, rowsFailed: 1 },
				summary: expect.stringMatching(
					/^2 of 4 users imported into test_acme \(test\), 1 rejected before sending, 1 failed: /,
				) as string,
				mapping: expect.objectContaining({ 'Company ID': 'accountId' }) as object,
			}) as object,
			advocate: { type: 'MUTATION/USER', fileRef: job?.fileRef, jobId: job?.id },
		}),
	]);
	expect(run.outputs[1]?.map((message) => message.payload)).toEqual([
		[
			{ reasons: ['id is required'], stage: 'checked', ...user('') },
			expect.objectContaining({ stage: 'imported', ...user('cat') }),
		],
	]);
	expect(run.statuses.at(-1)).toMatchObject({ fill: 'yellow', text: 'status.imported' });
});

it('imports a file by the names in it, and finds its failed rows again', async () => {
	mkdirSync(rig.folder, { recursive: true });
	const path = join(rig.folder, 'contacts.csv');
	const lines = ['Id,Account,customFields.my-plan', 'ann,acme,', ',acme,', 'bob,acme,pro', ''];
	writeFileSync(path, lines.join('\n'));

	const run = await rig.runNode('advocate-import', USERS, { payload: path });

	expect(run.caught).toEqual([]);
	expect(run.outputs[0]?.[0]?.payload).toMatchObject({ rows: 3, rowsImported: 1, rowsFailed: 1 });
	expect(run.outputs[1]?.[0]?.payload).toEqual([
		expect.objectContaining({ stage: 'checked', rowNumber: 2 }),
		expect.objectContaining({ stage: 'imported', rowNumber: 3, Id: 'bob', Account: 'acme' }),
	]);
});

it('reads a file as a German Excel writes it, and says what it found', async () => {
	mkdirSync(rig.folder, { recursive: true });
	const path = join(rig.folder, 'kontakte.csv');
	writeFileSync(path, Buffer.from('Id;Account;First Name\r\njörg;acme;Jörg\r\n', 'latin1'));

	const run = await rig.runNode('advocate-import', USERS, { payload: path });

	expect(run.caught).toEqual([]);
	expect(await sent()).toBe('id,accountId,firstName\r\njörg,acme,Jörg\r\n');
	expect(run.outputs[0]?.[0]?.payload).toMatchObject({
		...{ rows: 1, rowsImported: 1 },
		dialect: { format: 'csv', encoding: 'windows-1252', separator: ';' },
	});
});

it('sets columns by hand in a file, and the account to the user', async () => {
	const columns = [
		{ field: 'customFields.plan', value: 'Plan (2024)', valueType: 'row' },
		{ field: 'customFields.source', value: 'sheet', valueType: 'str' },
	];
	const settings = { ...USERS, accountIdType: 'userId', columns, textIs: 'content' };

	const run = await rig.runNode('advocate-import', settings, {
		payload: 'Contact ID,Plan (2024)\nann,pro\n',
	});

	expect(run.caught).toEqual([]);
	expect(await sent()).toBe(
		'id,accountId,customFields.plan,customFields.source\nann,ann,pro,sheet\n',
	);
});

it('says it also where no rows came in, or all were rejected', async () => {
	const none = await rig.runNode('advocate-import', USERS, { payload: [] });
	const all = await rig.runNode('advocate-import', USERS, { payload: [user(''), user('')] });

	expect(none.outputs[0]?.[0]?.payload).toMatchObject({ job: null, rows: 0 });
	expect(all.outputs[0]?.[0]?.payload).toMatchObject({ job: null, rows: 2, rowsRejected: 2 });
	expect(rig.sandbox.requests).toEqual([]);
});

it('takes the account from the user ID, a property or a value', async () => {
	const payload = [{ contact_id: 'ann', firm: { id: 'acme' } }];

	await rig.runNode('advocate-import', { ...USERS, accountIdType: 'userId' }, { payload });
	expect(JSON.parse(await sent())).toEqual({ id: 'ann', accountId: 'ann' });
	const ofFirm = { ...USERS, accountId: 'firm.id', accountIdType: 'row' };
	await rig.runNode('advocate-import', ofFirm, { payload });
	expect(JSON.parse(await sent())).toEqual({ id: 'ann', accountId: 'acme' });
	const one = { ...USERS, accountId: 'all', accountIdType: 'str' };
	await rig.runNode('advocate-import', one, { payload });
	expect(JSON.parse(await sent())).toEqual({ id: 'ann', accountId: 'all' });
});

it('asks which property is meant', async () => {
	const payload = [{ accountId: 'acme', id: 1, user_id: 'ann' }];

	const run = await rig.runNode('advocate-import', USERS, { payload });

	expect(run.caught[0]?.error.message).toContain('It is not certain which user row 1 is for');
	expect(rig.sandbox.requests).toEqual([]);
});

it('sends nothing in a dry run', async () => {
	const payload = [user('ann'), user('')];

	const run = await rig.runNode('advocate-import', { ...USERS, dryRun: true }, { payload });

	expect(rig.sandbox.requests).toEqual([]);
	expect(run.outputs[0]?.[0]?.payload).toMatchObject({
		...{ dryRun: true, rowsToSend: 1, rowsImported: 0 },
		firstLines: ['{"accountId":"acme","id":"ann","email":"ann@example.com"}'],
	});
	expect(run.statuses.at(-1)).toMatchObject({ text: 'status.dryRun' });
});

it('stops what exceeds a limit, before anything is sent', async () => {
	const settings = { ...USERS, maxRejected: '10%' };

	const run = await rig.runNode('advocate-import', settings, { payload: [user('ann'), user('')] });

	expect(run.outputs[2]?.[0]?.payload).toMatchObject({
		message: '1 of 2 users were rejected, more than the 10% allowed: id is required (1)',
		safeToRunAgain: true,
	});
	expect(run.outputs[1]?.[0]?.payload).toHaveLength(1);
	expect(rig.sandbox.requests).toEqual([]);
});

it('deletes only what is confirmed, and no more than 100 users', async () => {
	const deletion = { jobType: 'MUTATION/DELETE_USER', jobTypeType: 'jobType' };
	const payload = Array.from({ length: 101 }, (_, index) => user(`user${index}`));

	const unconfirmed = await rig.runNode('advocate-import', deletion, { payload });
	const confirmed = { ...deletion, confirmDeletion: true };
	const run = await rig.runNode('advocate-import', confirmed, { payload });

	expect(unconfirmed.caught[0]?.error).toMatchObject({ code: 'DELETION_NOT_CONFIRMED' });
	expect(run.outputs[2]?.[0]?.payload).toMatchObject({
		message: '101 users would be deleted, more than the 100 that one run may delete',
	});
	expect(rig.sandbox.requests).toEqual([]);
});

describe('a job that Advocate aborts', () => {
	beforeEach(() => rig.sandbox.jobs.failNext('ABORTED'));

	it('leaves on Failed', async () => {
		const run = await rig.runNode('advocate-import', USERS, { payload: [user('ann')] });

		expect(run.outputs[2]?.[0]?.payload).toMatchObject({
			message: `Advocate aborted the job ${jobs()[0]?.id}`,
			safeToRunAgain: true,
		});
		expect(run.caught).toEqual([]);
		expect(run.statuses.at(-1)).toMatchObject({ fill: 'red', text: 'status.failed' });
	});

	it('is an error for Catch nodes if nothing is wired there', async () => {
		const settings = { ...USERS, wires: [['out0'], ['out1'], []] };

		const run = await rig.runNode('advocate-import', settings, { payload: [user('ann')] });

		expect(run.caught[0]?.error).toMatchObject({ code: 'JOB_ABORTED' });
	});
});

it('imports both of two messages that share an ID', async () => {
	await rig.load(rig.flow('advocate-import', USERS));

	await rig.send({ _msgid: 'same', payload: [user('ann')] });
	await rig.send({ _msgid: 'same', payload: [user('ann')] });

	expect(jobs()).toHaveLength(2);
});

it.each([
	['objects', (event: object) => [event]],
	['a file', (event: object) => `${JSON.stringify(event)}\n`],
])('imports events in the nested form that Advocate documents, from %s', async (_from, given) => {
	const event = { key: 'purchase', dateTriggered: 1767225600000, fields: { revenue: 99.5 } };
	const row = { accountId: 'acme', userId: 'ann', event, idempotencyKey: 'order-1001' };

	const run = await rig.runNode(
		'advocate-import',
		{ jobType: 'MUTATION/USER_EVENT', jobTypeType: 'jobType', textIs: 'content' },
		{ payload: given(row) },
	);

	expect(run.caught).toEqual([]);
	expect(JSON.parse(await sent())).toEqual(row);
});

it('shows how much of a file has been sent', async () => {
	const now = jest.spyOn(systemTime, 'now').mockImplementation(() => (rig.now += 100));
	const rows = Array.from({ length: 50_000 }, (_, index) => `acme,user-${index}`);
	const payload = Buffer.from(`accountId,id\n${rows.join('\n')}\n`);
	const run = await rig.runNode('advocate-import', USERS, { payload });
	now.mockImplementation(() => rig.now);

	expect(run.statuses.map(({ text }) => text)).toContain('status.sent');
});

describe('a column set by hand', () => {
	const rows = [{ accountId: 'acme', id: 'ann', Vorname: 'Ann' }];
	const text = 'accountId,id,Vorname\nacme,ann,Ann\n';
	const config = (value: string, valueType: string) => ({
		...{ ...USERS, textIs: 'content', columns: [{ field: 'firstName', value, valueType }] },
	});

	it.each<[string, unknown, string, string]>([
		['Vorname', rows, 'str', 'which is the name of a column'],
		['Vorname', text, 'str', 'which is the name of a column'],
		['{{Vorname}}', rows, 'str', 'as it is not an expression'],
		['{{Vorname}}', text, 'str', 'as it is not an expression'],
		['nope', text, 'msg', 'firstName is set from "msg.nope", which gives nothing in any row'],
	])('to %j of %j, typed as %s, is asked about', async (value, payload, type, message) => {
		const run = await rig.runNode('advocate-import', config(value, type), { payload });

		expect(run.caught).toEqual([
			expect.objectContaining({
				error: expect.objectContaining({
					message: expect.stringContaining(message) as string,
				}) as object,
			}),
		]);
		expect(jobs()).toEqual([]);
	});

	it('to what an expression gives is sent', async () => {
		await rig.runNode('advocate-import', config('"Vorname"', 'jsonata'), { payload: rows });

		expect(await sent()).toContain('"firstName":"Vorname"');
	});

	it('asks about braces for the account, too', async () => {
		const account = { ...USERS, accountId: '{{firm}}', accountIdType: 'str' };

		const run = await rig.runNode('advocate-import', account, { payload: rows });

		expect(run.caught).toHaveLength(1);
		expect(jobs()).toEqual([]);
	});
});
