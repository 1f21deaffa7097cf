import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';

/* An event that is sent again is there already: its row error is no failure (guide). */

const rig = new Rig();

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

/** Imports a row of the type for each of these, and gives what Job Status says. */
async function imported(
	type: string,
	rows: IDataObject[],
	options: INodeParameters = {},
): Promise<IDataObject | undefined> {
	const parameters = { type, source: 'items', rowMode: 'asIs' };
	const workflow = chain(
		{ name: 'Upload', type: 'advocateUpload', parameters },
		{ name: 'Create Job', type: 'advocateCreateJob' },
		{
			name: 'Status',
			type: 'advocateJobStatus',
			parameters: { wait: true, options: { includeRowErrors: true, ...options } },
		},
	);
	const run = await rig.run(
		workflow,
		rows.map((json) => ({ json })),
	);
	expect(run.error).toBeUndefined();
	return run.json('Status')[0];
}

const event = (idempotencyKey: string) => ({
	...{ accountId: 'acme', userId: 'ann', 'event.key': 'purchase', idempotencyKey },
	'event.dateTriggered': rig.now,
});

it('is told apart from rows that failed, and counted', async () => {
	await imported('MUTATION/USER_EVENT', [event('order-1001'), event('order-1002')]);
	const again = [event('order-1001'), event('order-1003'), event('order-1002')];

	expect(await imported('MUTATION/USER_EVENT', again)).toMatchObject({
		stats: { recordsProcessed: 3, errors: 2 },
		rowErrors: [
			{ recordNumber: 1, statusCode: 409, alreadyKnown: true },
			{ recordNumber: 3, statusCode: 409, alreadyKnown: true },
		],
		rowErrorsTotal: 2,
		alreadyKnownTotal: 2,
	});
});

it('is counted also where not all row errors are on the item', async () => {
	const events = [event('order-1001'), event('order-1002'), event('order-1003')];
	await imported('MUTATION/USER_EVENT', events);

	const job = await imported('MUTATION/USER_EVENT', events, { maxRowErrors: 1 });
	expect(job).toMatchObject({ rowErrorsTotal: 3, alreadyKnownTotal: 3 });
	expect(job?.rowErrors).toHaveLength(1);
});

it('is none where nothing failed', async () => {
	expect(await imported('MUTATION/USER_EVENT', [event('order-1001')])).toMatchObject({
		...{ rowErrors: [], rowErrorsTotal: 0, alreadyKnownTotal: 0 },
	});
});

it('says nothing of other types, in which 409 is a failure', async () => {
	const [{ alias } = { alias: '' }] = rig.sandbox.tenants;
	const failures = [{ recordNumber: 1, message: 'x', apiErrorCode: 'CONFLICT', statusCode: 409 }];
	const { id } = rig.sandbox.jobs.add(alias, {
		...{ type: 'MUTATION/USER', status: 'COMPLETED', failures },
		stats: { recordsProcessed: 1, errors: 1 },
	});
	const parameters = { jobId: id, options: { includeRowErrors: true } };
	const run = await rig.run(chain({ name: 'Status', type: 'advocateJobStatus', parameters }));

	const [job] = run.json('Status');
	expect(job).toMatchObject({ rowErrors: [{ statusCode: 409 }], rowErrorsTotal: 1 });
	expect(JSON.stringify(job)).not.toContain('alreadyKnown');
});
