import { balances, tenant } from '../support/export-workflow.cts';
import { RedRig } from './support/red-rig.cts';

const rig = new RedRig();
const BALANCES = { exportType: 'QUERY/REDEEMABLE_REWARD_BALANCE', exportTypeType: 'exportType' };
const USERS = { exportType: 'QUERY/USER', exportTypeType: 'exportType' };

beforeEach(async () => {
	await rig.start({ jobDurationMs: 60_000 });
	rig.sandbox.records.put(tenant, 'QUERY/REDEEMABLE_REWARD_BALANCE', balances as never);
});
afterEach(async () => await rig.stop());

it('exports, waits, and sends the rows on, with the job on msg.advocate', async () => {
	const run = await rig.runNode('advocate-export', BALANCES, { topic: 'kept' });

	const [job] = rig.sandbox.jobs.list();
	expect(job).toMatchObject({
		requester: 'API',
		name: expect.stringMatching(/^message-0 \[/) as string,
	});
	expect(run.outputs[0]).toMatchObject([
		{
			topic: 'kept',
			payload: [
				{ userId: 'ann', availableValue: 200, valueToRedeem: 0 },
				{ userId: '007', availableValue: 20.5, valueToRedeem: 0 },
			],
			advocate: { jobId: job?.id, type: 'QUERY/REDEEMABLE_REWARD_BALANCE' },
			parts: { index: 0, count: 1, type: 'array' },
		},
	]);
	expect(run).toMatchObject({ completed: 1, caught: [] });
	expect(run.statuses.at(-1)).toMatchObject({ fill: 'green' });
});

it('sends many rows as a sequence, of which the last message says how many there are', async () => {
	rig.sandbox.records.put(tenant, 'QUERY/USER', 2_500);

	const run = await rig.runNode('advocate-export', USERS, {});

	const messages = run.outputs[0] ?? [];
	expect(messages.map(({ payload }) => (payload as unknown[]).length)).toEqual([1_000, 1_000, 500]);
	expect(messages.map(({ parts }) => parts?.count)).toEqual([undefined, undefined, 3]);
	expect(messages.map(({ parts }) => parts?.index)).toEqual([0, 1, 2]);
});

it('sends an empty array for an export without rows, and as many rows as are wanted', async () => {
	const none = await rig.runNode('advocate-export', USERS, {});
	expect(none.outputs[0]?.[0]?.payload).toEqual([]);

	rig.sandbox.records.put(tenant, 'QUERY/USER', 50);
	const some = await rig.runNode('advocate-export', { ...USERS, maxRows: '2', skipRows: '1' }, {});
	expect(some.outputs[0]?.[0]?.payload).toMatchObject([{ id: 'user-2' }, { id: 'user-3' }]);
	expect(some.statuses.at(-1)).toMatchObject({ fill: 'yellow' });
});

it('sends a file with its name', async () => {
	const run = await rig.runNode('advocate-export', { ...BALANCES, result: 'file' }, {});

	const [message] = run.outputs[0] ?? [];
	const id = rig.sandbox.jobs.list()[0]?.id;
	expect(message?.filename).toBe(`job-${id}-results.csv`);
	expect((message?.payload as Buffer).toString()).toMatch(/^firstName,.*\n.*,ann,acme,POINT,\n/);
});

it('sends a job that is not complete to Pending, and gets its result later', async () => {
	const started = await rig.runNode('advocate-export', { ...BALANCES, wait: false }, {});
	const [pending] = started.outputs[1] ?? [];
	expect(pending?.payload).toMatchObject({ status: 'PENDING' });

	const run = await rig.runNode('advocate-export', { operation: 'getResult' }, pending ?? {});

	expect(run.outputs[0]?.[0]?.payload).toHaveLength(2);
	expect(rig.sandbox.jobs.list()).toHaveLength(1);
});

it('sends a job that was aborted to Aborted', async () => {
	rig.sandbox.jobs.failNext('ABORTED');
	const run = await rig.runNode('advocate-export', USERS, {});
	expect(run.outputs[2]?.[0]?.payload).toMatchObject({ status: 'ABORTED' });
});

it('makes no second export when an answer is lost', async () => {
	rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'afterEffect' });
	const run = await rig.runNode('advocate-export', BALANCES, {});
	expect(run.outputs[0]?.[0]?.payload).toHaveLength(2);
	expect(rig.sandbox.jobs.list()).toHaveLength(1);
});

it('sends filters and more columns', async () => {
	const filters = '{"createdSince": "2026-01-01T00:00:00Z", "programId": "p"}';
	const settings = { filters, filtersType: 'json', moreColumns: 'includeSegments', wait: false };
	await rig.runNode('advocate-export', { ...USERS, ...settings }, {});

	expect(rig.sandbox.jobs.list()[0]?.params).toEqual({
		createdSince: Date.UTC(2026, 0, 1),
		programId: 'p',
		fields: { includeSegments: true },
	});
});

it.each([
	[{ exportType: 'USERS', exportTypeType: 'str' }, '"USERS" is not a type of export'],
	[{ filters: '[]', filtersType: 'json' }, '"Filters" must be an object'],
	[
		{ filters: '{"since": 1}', filtersType: 'json' },
		'"Filters" must be an object of filters, and "since" is none',
	],
	[
		{ filters: '{"createdSince": "soon"}', filtersType: 'json' },
		'"Filters" must be an object in which "createdSince" is a date',
	],
	[{ rowsPerMessage: '0' }, '"Rows per message" must be a whole number of at least 1'],
	[{ maxRows: 'all' }, '"Most rows" must be a whole number of at least 0'],
])('refuses %j', async (settings, message) => {
	const run = await rig.runNode('advocate-export', { ...USERS, ...settings }, {});
	expect(run.caught[0]?.error.message).toContain(message);
});
