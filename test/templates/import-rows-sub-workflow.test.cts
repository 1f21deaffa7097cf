import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('import-rows-sub-workflow.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const CALLED = 'When Executed by Another Workflow';
const ann = { accountId: 'acme', id: 'ann' };

async function imported(rows: unknown, type = 'MUTATION/USER') {
	const run = await rig.runFrom(CALLED, [{ type, rows: rows as never }]);
	expect(run.error).toBeUndefined();
	const results = RESULTS.flatMap((name) => run.json(name));
	expect(results).toHaveLength(1);
	return results[0];
}

const RESULTS = [
	'Result',
	'Result: Nothing Sent',
	'Result: Aborted',
	'Result: Still Running',
	'Result: Failed',
];

it('takes the pinned row as it comes', async () => {
	const [{ type, rows } = {}] = rig.pinned(CALLED);

	expect(await imported(rows, type as string)).toMatchObject({ ok: true, rowsImported: 1 });
});

it('gives one result with the rows that were not sent', async () => {
	expect(await imported([ann, { accountId: 'acme' }])).toMatchObject({
		ok: true,
		summary: expect.stringMatching(
			/^1 of 2 rows imported into test_acme \(test\), 1 rejected before sending, 0 failed\. Job /,
		) as string,
		...{ rows: 2, rowsImported: 1, rowsRejected: 1, rowsFailed: 0, rowErrors: [] },
		rejected: [{ accountId: 'acme', reasons: ['id is required'] }],
		job: { status: 'COMPLETED' },
	});
});

it('imports events as well', async () => {
	const event = { accountId: 'acme', userId: 'ann', 'event.key': 'purchase' };

	expect(await imported([event], 'MUTATION/USER_EVENT')).toMatchObject({
		...{ ok: true, rowsImported: 1 },
	});
});

it.each([
	['no rows', []],
	['no row that is right', [{ accountId: 'acme', id: '' }]],
])('gives a result with %s', async (_what, rows) => {
	expect(await imported(rows)).toMatchObject({
		...{ ok: true, job: null, rowsImported: 0, rowsRejected: rows.length },
		rejected: rows,
	});
});

it('says that the job was aborted', async () => {
	rig.sandbox.jobs.failNext('ABORTED');

	expect(await imported([ann])).toMatchObject({
		...{ ok: false, safeToRunAgain: true },
		message: expect.stringMatching(/^Advocate aborted the job /) as string,
	});
});

it('says that the job has not ended after about four hours', async () => {
	rig.sandbox.jobs.hold(true);

	expect(await imported([ann])).toMatchObject({ ok: false, safeToRunAgain: false });
});

it('says what failed before there was a job', async () => {
	rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 401 });

	expect(await imported([ann])).toMatchObject({
		...{ ok: false, safeToRunAgain: true },
		message: expect.any(String) as string,
		hint: expect.any(String) as string,
	});
});

it('deletes nobody, as no person has turned that on', async () => {
	expect(await imported([ann], 'MUTATION/DELETE_USER')).toMatchObject({
		...{ ok: false, safeToRunAgain: true },
		message: expect.stringContaining('deletion') as string,
	});
	expect(rig.sandbox.requests).toEqual([]);
});

it('says which column is missing', async () => {
	expect(await imported([{ accountId: 'acme' }])).toMatchObject({
		...{ ok: false, safeToRunAgain: true },
		message: 'No column was recognized as the User ID, which every row needs',
	});
});
