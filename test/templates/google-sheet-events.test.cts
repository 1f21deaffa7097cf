import { createHash } from 'node:crypto';
import { TemplateRig } from './template-rig.cts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const rig = new TemplateRig('google-sheet-events.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const written = () => rig.sent.map(({ parameters }) => parameters.row);
const event = {
	accountId: 'acme',
	userId: 'ann',
	'event.key': 'purchase',
	'event.dateTriggered': '2026-01-14T10:00:00Z',
	'event.fields.revenue': '9.50',
	status: 'new',
};

beforeEach(() => {
	rig.sheetRows = [
		{ ...event, status: 'sent' },
		event,
		{ ...event, userId: '' },
		{ ...event, userId: 'bob', idempotencyKey: 'order-1007' },
	];
});

it('imports the new rows, each with a key by which it is known again', async () => {
	const run = await rig.runFrom('Every Hour');

	expect(run.error).toBeUndefined();
	expect(rig.sentLines()).toEqual([
		{
			accountId: 'acme',
			userId: 'ann',
			event: {
				key: 'purchase',
				dateTriggered: Date.parse('2026-01-14T10:00:00Z'),
				fields: { revenue: '9.50' },
			},
			idempotencyKey: sha256('acme|ann|purchase|2026-01-14T10:00:00Z'),
		},
		expect.objectContaining({ userId: 'bob', idempotencyKey: 'order-1007' }),
	]);
});

it('writes to each row what became of it', async () => {
	await rig.runFrom('Every Hour');

	expect(written()).toEqual([
		{ row_number: 3, status: 'sent' },
		{ row_number: 5, status: 'sent' },
		{ row_number: 4, status: 'rejected: userId is required' },
	]);
});

it('writes to a row that failed in Advocate why', async () => {
	rig.sandbox.jobs.hold(true);
	rig.whileAsleep = () => rig.endWithFailure(2, 'This user does not exist');

	await rig.runFrom('Every Hour');

	expect(written()).toContainEqual({ row_number: 3, status: 'sent' });
	expect(written()).toContainEqual({
		row_number: 5,
		status: 'failed: This user does not exist',
	});
});

it('takes a row that Advocate knows already as sent', async () => {
	rig.sandbox.jobs.hold(true);
	rig.whileAsleep = () => rig.endWithFailure(2, 'This event is known', 409);

	await rig.runFrom('Every Hour');

	expect(written()).toContainEqual({ row_number: 5, status: 'sent' });
});

it.each([
	['was aborted', () => rig.sandbox.jobs.failNext('ABORTED'), /^Advocate aborted the job/],
	['is still running', () => rig.sandbox.jobs.hold(true), /is still running\. The rows stay "new"/],
])('stops and marks no row as sent when the job %s', async (_what, prepare, message) => {
	prepare();

	const run = await rig.runFrom('Every Hour');

	expect(run.error?.message).toMatch(message);
	expect(JSON.stringify(written())).not.toContain('"sent"');
});

it('stops and marks no row as sent when the list of failed rows is not to be had', async () => {
	rig.sandbox.faults.add({ on: 'download', kind: 'status', status: 500, times: Infinity });
	rig.sandbox.jobs.hold(true);
	rig.whileAsleep = () => rig.endWithFailure(2, 'This user does not exist');

	const run = await rig.runFrom('Every Hour');

	expect(run.error?.message).toMatch(/not all of its failed rows could be had/);
	expect(JSON.stringify(written())).not.toContain('"sent"');
});
