import { TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('job-ended-to-slack-and-email.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

async function ended(status: 'COMPLETED' | 'ABORTED', failedRows: number): Promise<void> {
	rig.sandbox.jobs.add('test_acme', {
		type: 'MUTATION/USER',
		status,
		dateCompleted: rig.now,
		failures: Array.from({ length: failedRows }, (_, i) => ({
			recordNumber: i + 1,
			message: 'This request requires a valid non-empty id',
			apiErrorCode: 'BAD_REQUEST',
			statusCode: 400,
		})),
	});
	// Without data handed in, the trigger polls, as on a test run in the editor.
	const run = await rig.runFrom('Advocate Wait for Completion Trigger');
	expect(run.error).toBeUndefined();
}

it('tells Slack of a job without failed rows', async () => {
	await ended('COMPLETED', 0);

	expect(rig.slack).toHaveLength(1);
	expect(rig.mails).toEqual([]);
});

it('mails the errors file of a job with failed rows', async () => {
	await ended('COMPLETED', 2);

	expect(rig.mails).toHaveLength(1);
});

it('mails of an aborted job', async () => {
	await ended('ABORTED', 0);

	expect(rig.mails).toHaveLength(1);
});

it('hears of a job that was not started by n8n', async () => {
	rig.sandbox.jobs.add('test_acme', { status: 'COMPLETED', dateCompleted: rig.now });
	rig.dataTables.create('advocate-jobs');

	const run = await rig.runFrom('Advocate Wait for Completion Trigger');

	expect(run.error).toBeUndefined();
	expect(rig.slack).toHaveLength(1);
});

describe('the log', () => {
	const trigger = 'Advocate Wait for Completion Trigger';

	it('has one row for each job', async () => {
		await rig.runFrom('When clicking ‘Execute workflow’');
		const { id } = rig.sandbox.jobs.add('test_acme', { status: 'ABORTED', dateCompleted: rig.now });

		await rig.runFrom(trigger);
		await rig.runFrom(trigger);

		expect(rig.dataTables.rows('advocate-jobs')).toEqual([
			expect.objectContaining({ jobId: id, status: 'ABORTED', rows: '0', failedRows: '0' }),
		]);
	});

	it('keeps no message back when there is no table to write to', async () => {
		rig.sandbox.jobs.add('test_acme', { status: 'COMPLETED', dateCompleted: rig.now });

		const run = await rig.runFrom(trigger);

		expect(run.error).toBeUndefined();
		expect(rig.slack).toHaveLength(1);
	});
});
