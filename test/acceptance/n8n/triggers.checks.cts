import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endedExecution } from '../../../harness/n8n/executions.cts';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import {
	OUR_NODES,
	templateNames,
	triggersOf,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../../harness/n8n/workflow-files.cts';
import { root } from '../../../harness/project.cts';
import { waitingImport } from './cancelled-wait.checks.cts';
import type { CheckList } from '../check-list.cts';
import { JobWatcher } from './job-watcher.cts';
import { OutsideTool } from './outside-tool.cts';
import { ourNodeTypes, triggerAlone } from './package.checks.cts';

/** Two polls of a watcher: what would come twice has come by then. */
const TWO_POLLS_MS = 11_000;

/** Workflows that watch jobs: activated, and told of jobs that n8n did not make. */
export async function checkTriggers(
	list: CheckList,
	running: N8nWithSandbox,
	importWorkflow: StoredWorkflow,
): Promise<void> {
	const outside = new OutsideTool(running.sandbox);
	const watchers = new Map<string, JobWatcher>();
	const jobs: string[] = [];

	for (const [name, file] of await watchingWorkflows(running)) {
		await list.check(`${name} can be activated`, async () => {
			watchers.set(name, await JobWatcher.activated(running, file));
		});
	}

	const everyJobOnce = async () => {
		for (const watcher of watchers.values()) await watcher.sees(jobs);
		await sleep(TWO_POLLS_MS);
		for (const [name, watcher] of watchers) {
			const seen = await watcher.jobsSeen();
			assert.deepEqual(seen.sort(), [...jobs].sort(), `jobs that started ${name}`);
			const statuses = new Set(await watcher.statuses());
			assert.deepEqual([...statuses], ['success'], `how the executions of ${name} ended`);
		}
	};

	await list.check('jobs made outside of n8n start each of these exactly once', async () => {
		for (const id of ['ann', 'bob', 'cid']) jobs.push(await outside.importUser(id));
		await everyJobOnce();
	});

	await list.check(
		'n8n killed in the middle of an import and started again makes no second job',
		async () => {
			const { sandbox, n8n, rest } = running;
			const before = sandbox.jobs.list().length;
			sandbox.jobs.hold(true);
			const execution = await waitingImport(running, importWorkflow);
			await n8n.kill();
			sandbox.jobs.hold(false);
			// These two end while n8n is down.
			for (const id of ['dora', 'eve']) jobs.push(await outside.importUser(id));
			for (const id of jobs.slice(-2)) await sandbox.jobs.settled(id);
			await sandbox.webhooks.flush();
			await n8n.startAgain();
			for (const { hookId, endpointUrl, status } of [...sandbox.webhooks.deliveries]) {
				if (status !== 200) await sandbox.webhooks.redeliver(hookId, endpointUrl);
			}
			const { status } = await endedExecution(rest, execution);
			assert.notEqual(status, 'success', 'an execution that was killed');
			const made = sandbox.jobs.list().slice(before);
			assert.equal(made.length, 3, 'jobs made');
			jobs.push(...made.map(({ id }) => id).filter((id) => !jobs.includes(id)));
		},
	);

	await list.check(
		'jobs that ended while n8n was down start each of these exactly once',
		everyJobOnce,
	);
}

/** Every template that a trigger of ours starts, and every such trigger by itself. */
async function watchingWorkflows(running: N8nWithSandbox): Promise<Array<[string, WorkflowFile]>> {
	const files = templateNames().map((name): [string, WorkflowFile] => [
		`template ${name}`,
		JSON.parse(readFileSync(join(root, 'workflows', name), 'utf8')) as WorkflowFile,
	]);
	const templates = files.filter(([, file]) =>
		triggersOf(file).some(({ type }) => type.startsWith(OUR_NODES)),
	);
	const types = (await ourNodeTypes(running)).filter(({ name }) => name.endsWith('Trigger'));
	const alone = types.map((type): [string, WorkflowFile] => {
		const file = triggerAlone(type);
		return [file.name, file];
	});
	return [...templates, ...alone];
}
