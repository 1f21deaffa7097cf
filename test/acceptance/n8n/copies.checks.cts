import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { runnable, triggersOf, type StoredWorkflow } from '../../../harness/n8n/workflow-files.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';
import { until } from '../../../harness/processes/until.cts';
import type { CheckList } from '../check-list.cts';
import { JobWatcher } from './job-watcher.cts';
import { OutsideTool } from './outside-tool.cts';
import { ourNodeTypes, triggerAlone, type NodeType } from './package.checks.cts';

/** What a trigger remembers is found again by a renamed node, and is not a copy's. */
export async function checkCopies(list: CheckList, running: N8nWithSandbox): Promise<void> {
	const outside = new OutsideTool(running.sandbox);
	const endedJob = async (user: string) => {
		const id = await outside.importUser(user);
		await running.sandbox.jobs.settled(id);
		return id;
	};

	await list.check(
		'a polling trigger that is renamed while it is not published reports what ended meanwhile',
		async () => {
			const file = triggerAlone(await triggerType(running, 'advocateWaitForCompletionTrigger'));
			const { workflow } = await JobWatcher.activated(running, file);
			await running.deactivate(workflow);
			const job = await endedJob('fay');
			const renamed = await changed(running, workflow, (node) => ({ ...node, name: 'Import' }));
			const watcher = await JobWatcher.of(running, renamed);
			await watcher.sees([job]);
			assert.deepEqual(await watcher.jobsSeen(), [job]);
			await running.deactivate(renamed);
		},
	);

	await list.check(
		"a workflow imported into another n8n adds its own subscription, and the original's stays",
		async () => {
			const file = triggerAlone(await triggerType(running, 'advocateJobCompletedTrigger'));
			const original = await JobWatcher.activated(running, file);
			const urls = addresses(running);
			const copy = await N8nWithSandbox.start({ sharedSandbox: running.sandbox });
			try {
				const imported = await importedInto(copy, running, original.workflow);
				const watcher = await JobWatcher.of(copy, imported);
				assert.deepEqual(addresses(running).slice(0, urls.length), urls, 'subscriptions before');
				assert.equal(addresses(running).length, urls.length + 1, 'subscriptions');
				const job = await endedJob('gil');
				await original.sees([job]);
				await watcher.sees([job]);
				await copy.deactivate(imported);
				await until('the subscription of the copy to be removed', 30_000, () =>
					addresses(running).length === urls.length ? true : undefined,
				);
				assert.deepEqual(addresses(running), urls, 'subscriptions after');
			} finally {
				await copy.close();
			}
			await running.deactivate(original.workflow);
		},
	);
}

async function triggerType(running: N8nWithSandbox, name: string): Promise<NodeType> {
	const type = (await ourNodeTypes(running)).find((one) => one.name.endsWith(`.${name}`));
	if (type === undefined) throw new Error(`There is no ${name}`);
	return type;
}

/** Changes every trigger of a workflow, as the editor does when it is saved. */
async function changed(
	running: N8nWithSandbox,
	workflow: StoredWorkflow,
	change: (node: StoredWorkflow['nodes'][number]) => StoredWorkflow['nodes'][number],
): Promise<StoredWorkflow> {
	const { versionId, ...rest } = await running.stored(workflow);
	const triggers = triggersOf(rest);
	const nodes = rest.nodes.map((node) =>
		triggers.some(({ id }) => id === node.id) ? change(node) : node,
	);
	const { name, connections, settings } = rest;
	const body = { name, connections, settings, versionId, nodes };
	return await running.rest.patch<StoredWorkflow>(`/workflows/${workflow.id}`, body);
}

/** Exports a workflow with n8n's command, imports it into another n8n, and chooses the credential there. */
async function importedInto(
	copy: N8nWithSandbox,
	running: N8nWithSandbox,
	{ id }: StoredWorkflow,
): Promise<StoredWorkflow> {
	const folder = new TemporaryFolder('advocate-export');
	try {
		const file = join(folder.path, 'workflow.json');
		await running.n8n.runCommand('export:workflow', `--id=${id}`, `--output=${file}`);
		assert.match(readFileSync(file, 'utf8'), /"subscription"/, 'the exported static data');
		await copy.n8n.runCommand('import:workflow', `--input=${file}`);
	} finally {
		folder.remove();
	}
	return await changed(copy, await copy.stored({ id }), (node) => {
		const ready = runnable({ name: '', nodes: [node], connections: {} }, copy.credential);
		return ready.nodes[0] ?? node;
	});
}

/** The addresses at which Advocate tells that jobs have ended. */
function addresses({ sandbox, credentialData }: N8nWithSandbox): string[] {
	const all = sandbox.webhooks.subscriptions(credentialData.tenantAlias);
	return all.map(({ endpointUrl }) => endpointUrl);
}
