import type { IDataObject } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import {
	hintsOf,
	IMPORTED,
	importRows,
	REJECTED,
	startForImports,
} from '../support/import-workflow.cts';
import { Rig } from '../support/rig.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';

/* Rows in, and out what was imported and, with its reasons, each row that was not. */

const rig = new Rig();

beforeEach(async () => await startForImports(rig));
afterEach(async () => await rig.stop());

const user = (id: string, more: IDataObject = {}) => ({
	...{ 'Company ID': 'acme', 'Contact ID': id, Email: `${id}@example.com` },
	...more,
});

/** Passes the check, and is refused by Advocate: it takes no dashes in the name of a custom field. */
const refused = { 'customFields.my-plan': 'pro' };

const jobs = () => rig.sandbox.jobs.list('test_acme');

it('imports rows of a CRM with nothing set, in one job that leads back to the run', async () => {
	const run = await importRows(rig, [user('ann'), user('bob', { Locale: 'fr-CA' })]);

	expect(run.error).toBeUndefined();
	expect(uploadedLines(rig)).toEqual([
		{ accountId: 'acme', id: 'ann', email: 'ann@example.com' },
		{ accountId: 'acme', id: 'bob', email: 'bob@example.com', locale: 'fr_CA' },
	]);
	expect(jobs()).toEqual([
		expect.objectContaining({ name: expect.stringMatching(/^Test, execution \d+$/) as string }),
	]);
	const [job] = jobs();
	expect(run.items('Import', IMPORTED)).toEqual([
		{
			json: expect.objectContaining({
				summary: expect.stringMatching(
					/^2 of 2 users imported into test_acme \(test\)\. Job \w+, Test, execution \d+\.$/,
				) as string,
				type: 'MUTATION/USER',
				tenantAlias: 'test_acme',
				isLive: false,
				job: expect.objectContaining({ id: job?.id, status: 'COMPLETED' }) as IDataObject,
				...{ rows: 2, rowsImported: 2, rowsRejected: 0, rowsFailed: 0, alreadyKnown: 0 },
				reasons: [],
				mapping: {
					'Company ID': 'accountId',
					'Contact ID': 'id',
					Email: 'email',
					Locale: 'locale',
				},
			}) as IDataObject,
			pairedItem: [{ item: 0 }, { item: 1 }],
		},
	]);
	expect(run.json('Import', REJECTED)).toEqual([]);
	expect(hintsOf(run)).toEqual([]);
	expect(run.raw.data.resultData.metadata).toEqual({ advocateJobId: job?.id });
});

it('leads every row that was not imported back to its item, whoever refused it', async () => {
	const run = await importRows(rig, [
		user('ann'),
		user('', { note: 'kept' }),
		user('cat', refused),
		user('dan'),
		user('eve', refused),
	]);

	expect(run.items('Import', REJECTED)).toEqual([
		{
			json: {
				reasons: ['id is required'],
				stage: 'checked',
				...{ 'Company ID': 'acme', 'Contact ID': '', Email: '@example.com', note: 'kept' },
			},
			pairedItem: [{ item: 1 }],
		},
		{
			json: expect.objectContaining({ stage: 'imported', 'Contact ID': 'cat' }) as IDataObject,
			pairedItem: [{ item: 2 }],
		},
		{
			json: expect.objectContaining({ stage: 'imported', 'Contact ID': 'eve' }) as IDataObject,
			pairedItem: [{ item: 4 }],
		},
	]);
	expect(Object.keys(run.json('Import', REJECTED)[0] ?? {})[0]).toBe('reasons');
	expect(run.json('Import', IMPORTED)).toEqual([
		expect.objectContaining({
			...{ rows: 5, rowsImported: 2, rowsRejected: 1, rowsFailed: 2 },
			reasons: [
				{ reason: expect.stringContaining('customFields') as string, rows: 2 },
				{ reason: 'id is required', rows: 1 },
			],
			summary: expect.stringMatching(
				/^2 of 5 users imported into test_acme \(test\), 1 rejected before sending, 2 failed: .+ \(2\), id is required \(1\)\. First: .*cat@example\.com, eve@example\.com\. Job /,
			) as string,
		}),
	]);
	expect(hintsOf(run)).toHaveLength(1);
});

it.each([0, 2] as const)(
	'finds the rows that failed where Advocate counts from %d',
	async (base) => {
		rig.sandbox.options.change({ recordNumberBase: base });
		const parameters = { options: { firstRecordNumber: base } };

		const run = await importRows(rig, [user('ann'), user('bob', refused), user('cat')], parameters);

		expect(run.json('Import', REJECTED)).toEqual([
			expect.objectContaining({ 'Contact ID': 'bob', stage: 'imported' }),
		]);
	},
);

it('imports a corrected row that comes back from Rejected, without what was added to it', async () => {
	const [rejected = {}] = (await importRows(rig, [user('ann'), user('')])).json('Import', REJECTED);

	const run = await importRows(rig, [
		{ ...rejected, 'Contact ID': 'bob', Email: 'bob@example.com' },
	]);

	expect(uploadedLines(rig)).toEqual([{ accountId: 'acme', id: 'bob', email: 'bob@example.com' }]);
	expect(run.json('Import', IMPORTED)[0]).not.toHaveProperty('warnings');
});

it('says it also where every row is rejected, and sends nothing', async () => {
	const run = await importRows(rig, [user(''), user(''), user('')]);

	expect(run.json('Import', IMPORTED)).toEqual([
		expect.objectContaining({
			...{ job: null, rows: 3, rowsImported: 0, rowsRejected: 3 },
			summary: expect.stringMatching(
				/^0 of 3 users imported into test_acme \(test\), 3 rejected before sending: id is required \(3\)\. Nothing was sent\. /,
			) as string,
		}),
	]);
	expect(run.json('Import', REJECTED)).toHaveLength(3);
	expect(rig.sandbox.requests).toEqual([]);
	expect(hintsOf(run)).toHaveLength(1);
});

it.each([{}, { success: true }])('says it also where no rows came in, only %j', async (nothing) => {
	const run = await importRows(rig, [nothing]);

	expect(run.error).toBeUndefined();
	expect(run.json('Import', IMPORTED)).toEqual([
		expect.objectContaining({
			...{ job: null, rows: 0, rowsImported: 0 },
			summary: expect.stringMatching(
				/^No rows came in, so nothing was sent to test_acme \(test\)\./,
			) as string,
		}),
	]);
	expect(run.json('Import', REJECTED)).toEqual([]);
	expect(rig.sandbox.requests).toEqual([]);
	expect(hintsOf(run)).toHaveLength(1);
});

it('leaves out a value that does not fit, or rejects its row', async () => {
	const rows = [user('ann', { locale: 'French' })];

	const run = await importRows(rig, rows);
	const strict = await importRows(rig, rows, { unfitValues: 'reject' });

	expect(run.json('Import', IMPORTED)[0]).toMatchObject({
		rowsImported: 1,
		warnings: [expect.stringContaining('locale was not sent where its value is not valid')],
	});
	expect(strict.json('Import', IMPORTED)[0]).toMatchObject({ rowsImported: 0, rowsRejected: 1 });
});

it('imports events, and counts those that Advocate knows already', async () => {
	const type = 'MUTATION/USER_EVENT';
	const event = (key: string) => ({
		...{ account: 'acme', user_id: 'ann', 'event.fields.total': 3, idempotencyKey: key },
		timestamp: '2026-01-15T08:00:00Z',
	});
	const parameters = { type, eventKey: 'value', eventKeyValue: 'purchase' };
	await importRows(rig, [event('order-1001')], parameters);

	const run = await importRows(rig, [event('order-1001'), event('order-1002')], parameters);

	expect(uploadedLines(rig)[1]).toMatchObject({
		userId: 'ann',
		event: { key: 'purchase', fields: { total: 3 } },
	});
	expect(run.json('Import', IMPORTED)[0]).toMatchObject({
		...{ rows: 2, rowsImported: 1, rowsFailed: 0, alreadyKnown: 1, reasons: [] },
		summary: expect.stringMatching(
			/^1 of 2 user events imported into .+, 1 known already\. Job /,
		) as string,
	});
	expect(run.json('Import', REJECTED)).toEqual([]);
});

it('redeems what a report says, and counts the rows with nothing to redeem', async () => {
	const row = (userId: string, valueToRedeem: string) => ({
		...{ userId, accountId: 'acme', unit: 'CASH/USD', valueToRedeem },
	});

	const run = await importRows(rig, [row('ann', '5'), row('bob', '0'), row('cat', '-1')], {
		type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
	});

	expect(run.json('Import', IMPORTED)[0]).toMatchObject({
		...{ rows: 3, rowsImported: 1, rowsRejected: 1, rowsSkipped: 1 },
		summary: expect.stringMatching(
			/^1 of 3 rewards redeemed in .+, 1 with nothing to redeem, 1 /,
		) as string,
	});
});

it('makes one result of each file, whose rows add up', async () => {
	const rows = [user('ann'), user(''), user('bob', refused), user('cat'), user('')];

	const run = await importRows(rig, rows, { options: { maxRows: 2 } });

	const results = run.json('Import', IMPORTED);
	expect(results).toEqual([
		expect.objectContaining({
			...{ part: 1, parts: 2, rows: 3, rowsImported: 1, rowsRejected: 1, rowsFailed: 1 },
		}),
		expect.objectContaining({ part: 2, parts: 2, rows: 2, rowsImported: 1, rowsRejected: 1 }),
	]);
	expect(run.items('Import', IMPORTED)[1]?.pairedItem).toEqual([{ item: 3 }]);
	expect(run.json('Import', REJECTED)).toHaveLength(3);
	expect(run.raw.data.resultData.metadata).toEqual({
		advocateJobId: jobs()[0]?.id,
		advocateJobId2: jobs()[1]?.id,
	});
});

it('does not wait where that is turned off', async () => {
	const run = await importRows(rig, [user('ann')], { options: { wait: false } });

	expect(run.json('Import', IMPORTED)[0]).toMatchObject({
		job: { status: 'PENDING' },
		rowsImported: 0,
		summary: expect.stringContaining('The job has not ended yet') as string,
	});
	expect(rig.pauses).toEqual([]);
});

it('takes the name of the job that is set', async () => {
	await importRows(rig, [user('ann')], { options: { name: 'By hand' } });

	expect(jobs()[0]?.name).toBe('By hand');
});

it('puts each tenant and each type into files of their own', async () => {
	const credential = {
		tenantAlias: '={{ $json.tenant }}',
		apiKey:
			'={{ $json.tenant === "test_acme" ? "TEST_key_0123456789abcdef" : "TEST_key_fedcba9876543210" }}',
	};
	const rows = ['test_acme', 'test_globex', 'test_acme'].map((tenant, index) => ({
		...user(`user${index}`),
		tenant,
	}));

	const run = await importRows(rig, rows, {}, { credential });

	expect(run.json('Import', IMPORTED).map(({ tenantAlias, rows }) => [tenantAlias, rows])).toEqual([
		['test_acme', 2],
		['test_globex', 1],
	]);
	expect(rig.sandbox.jobs.list('test_globex')).toHaveLength(1);
});

it('never mixes deletions with other rows', async () => {
	const run = await importRows(
		rig,
		[
			{ ...user('ann'), type: 'MUTATION/USER' },
			{ ...user('bob'), type: 'MUTATION/DELETE_USER' },
		],
		{ type: '={{ $json.type }}', dryRun: true },
	);

	expect(failure(run).message).toContain('The type differs between the items');
	expect(rig.sandbox.requests).toEqual([]);
});
