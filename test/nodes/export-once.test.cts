import type { FaultEffect } from '../../sandbox/server/faults.cts';
import { exportWorkflow, tenant } from '../support/export-workflow.cts';
import { failure } from '../support/failure.cts';
import { RequestTime } from '../support/request-time.cts';
import { Rig } from '../support/rig.cts';

/* An export has no fileRef: its job is found again by the mark in its name, and never made twice. */

const rig = new Rig();

beforeEach(async () => await rig.start({ jobDurationMs: 0 }));
afterEach(async () => await rig.stop());

type Harm = FaultEffect & { afterEffect?: boolean };

async function runExport(options = {}) {
	return await rig.run(exportWorkflow({ result: 'job', options }));
}

function jobs() {
	return rig.sandbox.jobs.list();
}

/** What the sandbox was asked, by operation. */
function asked(): string[] {
	return rig.sandbox.requests.flatMap(({ operations }) => operations);
}

const errors = [{ message: 'Internal trouble' }];

describe('an answer that is lost', () => {
	it.each<Harm>([
		{ kind: 'reset', at: 'afterEffect' },
		{ kind: 'status', status: 500, afterEffect: true },
		{ kind: 'truncate', contentLength: 'cut' },
		{ kind: 'notJson', afterEffect: true },
		{ kind: 'hang', afterEffect: true },
		{ kind: 'graphqlErrors', errors, data: 'null', afterEffect: true },
		{ kind: 'apiError', statusCode: 403, afterEffect: true },
	])('of an export that was created: it is found by its mark, %j', async (fault) => {
		rig.sandbox.faults.add({ on: 'createJob', ...fault });

		const run = await new RequestTime().endHanging(rig.sandbox, runExport());

		expect(run.error).toBeUndefined();
		expect(jobs()).toHaveLength(1);
		expect(run.json('Export')).toEqual([expect.objectContaining({ id: jobs()[0]?.id })]);
		expect(asked()).toEqual(['createJob', 'jobs', 'job']);
	});

	it.each<Harm>([
		{ kind: 'reset', at: 'beforeAnswer' },
		{ kind: 'status', status: 503 },
		{ kind: 'hang' },
	])('of one that was not: it is looked for, then created, %j', async (fault) => {
		rig.sandbox.faults.add({ on: 'createJob', ...fault });

		const run = await new RequestTime().endHanging(rig.sandbox, runExport());

		expect(run.error).toBeUndefined();
		expect(jobs()).toHaveLength(1);
		expect(asked().filter((one) => one === 'createJob')).toHaveLength(2);
	});

	it('is not taken for that of somebody else who exports the same', async () => {
		rig.whileAsleep = () => {
			if (rig.pauses.length > 1) return;
			const name = 'Test, execution 1 [0000000000000000]';
			rig.sandbox.jobs.add(tenant, { type: 'QUERY/USER', requester: 'n8n', name });
		};
		rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'beforeAnswer' });

		const run = await runExport();

		expect(jobs()).toHaveLength(2);
		expect(run.json('Export')[0]?.name).not.toContain('0000000000000000');
	});

	it('is not followed by a second export where the API does not keep names', async () => {
		rig.whileAsleep = () => {
			if (rig.pauses.length > 1) return;
			rig.sandbox.jobs.add(tenant, { type: 'QUERY/USER', requester: 'n8n', name: null });
		};
		rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'beforeAnswer' });

		const run = await runExport();

		expect(jobs()).toHaveLength(1);
		expect(failure(run).description).toMatch(
			/^The export may have been created anyway, .* an export of users named "Test, execution \S+ \[[0-9a-f]{16}\]", created about 2026-01-15 09:00 UTC\.$/,
		);
	});

	it('leads to no second export when n8n runs the node once more after it gave up', async () => {
		rig.sandbox.faults.add({ on: 'createJob', kind: 'reset', at: 'afterEffect' });
		// Neither can be looked for.
		rig.sandbox.faults.add({ on: 'jobs', kind: 'status', status: 400 });
		const workflow = exportWorkflow({ result: 'job' }, { retryOnFail: true, waitBetweenTries: 1 });

		const run = await rig.run(workflow);

		expect(run.json('Export')).toEqual([expect.objectContaining({ id: jobs()[0]?.id })]);
		expect(jobs()).toHaveLength(1);
	});
});

it('is made once for each item, also when n8n runs the node once more because another item failed', async () => {
	rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 403, skip: 1 });
	const retried = { retryOnFail: true, waitBetweenTries: 1 };

	const run = await rig.run(exportWorkflow({ result: 'job' }, retried), [
		{ json: { n: 1 } },
		{ json: { n: 2 } },
	]);

	expect(run.json('Export').map(({ id }) => id)).toEqual(jobs().map(({ id }) => id));
	expect(jobs()).toHaveLength(2);
});

it('runs again as a new export once it has been handed on', async () => {
	await runExport();
	await runExport();

	expect(jobs()).toHaveLength(2);
});
