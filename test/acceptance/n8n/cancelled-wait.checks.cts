import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { endedExecution, startExecution } from '../../../harness/n8n/executions.cts';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { triggersOf, type StoredWorkflow } from '../../../harness/n8n/workflow-files.cts';
import { until } from '../../../harness/processes/until.cts';
import type { CheckList } from '../check-list.cts';

/** Longer than the first two pauses of Advocate Job Status: 2 s and 3 s. */
const SILENCE_MS = 6_000;

/** Starts an import whose job does not end; gives the execution once it waits for the job. */
export async function waitingImport(
	{ rest, sandbox }: N8nWithSandbox,
	workflow: StoredWorkflow,
): Promise<string> {
	sandbox.clearRequests();
	const trigger = triggersOf(workflow)[0]?.name ?? '';
	const id = await startExecution(rest, workflow, trigger);
	await until('the workflow to wait for its job', 30_000, () =>
		sandbox.requests.some(({ operations }) => operations.includes('job')) ? true : undefined,
	);
	return id;
}

/** Stop, pressed while Advocate Job Status waits. */
export async function checkCancelledWait(
	list: CheckList,
	running: N8nWithSandbox,
	importWorkflow: StoredWorkflow,
): Promise<void> {
	const { rest, sandbox } = running;
	await list.check(
		'Stop ends an execution in the middle of a wait, and nothing is asked after it',
		async () => {
			sandbox.jobs.hold(true);
			try {
				const before = sandbox.jobs.list().length;
				const id = await waitingImport(running, importWorkflow);
				await rest.post(`/executions/${id}/stop`);
				const { status } = await endedExecution(rest, id, 10_000);
				assert.equal(status, 'canceled');
				const asked = sandbox.requests.length;
				await sleep(SILENCE_MS);
				assert.equal(sandbox.requests.length, asked, 'requests after Stop');
				assert.equal(sandbox.jobs.list().length, before + 1, 'jobs made');
			} finally {
				sandbox.jobs.hold(false);
			}
		},
	);
}
