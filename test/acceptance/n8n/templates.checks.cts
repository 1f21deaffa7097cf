import assert from 'node:assert/strict';
import type { INode } from 'n8n-workflow';
import {
	endedExecution,
	itemsOf,
	startExecution,
	type Execution,
} from '../../../harness/n8n/executions.cts';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import {
	OUR_NODES,
	triggersOf,
	type StoredWorkflow,
} from '../../../harness/n8n/workflow-files.cts';
import type { CheckList } from '../check-list.cts';
import type { NodeType } from './package.checks.cts';

/** Can't be started by hand; triggers.checks.cts takes care of it. */
const TOLD_BY_ADVOCATE = `${OUR_NODES}advocateJobCompletedTrigger`;

/** The nightly template waits for 65 seconds, as n8n keeps no shorter wait in its database. */
const RUN_ENDS_MS = 180_000;

/** Every template, from each of its triggers, to success. */
export async function checkTemplates(
	list: CheckList,
	running: N8nWithSandbox,
	templates: Map<string, StoredWorkflow>,
): Promise<void> {
	await list.check(
		'no template has a node that n8n hides, as it does those out of date',
		async () => {
			const types = await running.rest.file<NodeType[]>('/types/nodes.json');
			const hidden = new Set(types.filter((type) => type.hidden === true).map(({ name }) => name));
			const used = [...templates.values()].flatMap(({ nodes }) => nodes.map(({ type }) => type));
			assert.deepEqual(
				used.filter((type) => hidden.has(type)),
				[],
			);
		},
	);

	const runs = [...templates].flatMap(([file, workflow]) =>
		triggersOf(workflow)
			.filter(({ type }) => type !== TOLD_BY_ADVOCATE)
			.map((trigger) => ({ file, workflow, trigger })),
	);
	// Those that watch jobs have some to see once the others have run.
	runs.sort((a, b) => Number(isOurs(a.trigger)) - Number(isOurs(b.trigger)));
	const imported = new Set<string>();
	putRecords(running);
	for (const { file, workflow, trigger } of runs) {
		await list.check(`template ${file}, from "${trigger.name}", succeeds`, async () => {
			const id = await startExecution(running.rest, workflow, trigger.name);
			const run = await endedExecution(running.rest, id, RUN_ENDS_MS);
			assert.equal(run.status, 'success', `expected success, came ${run.status}: ${run.error}`);
			for (const { name } of importingNodes(workflow)) {
				if (run.runData[name] === undefined) continue;
				assertImported(run, name, running);
				imported.add(file);
			}
			for (const { name } of exportNodes(workflow)) assertReimported(run, name, running);
		});
	}

	await list.check('every template that creates jobs has imported something', () => {
		const importing = [...templates].filter(([, workflow]) => importingNodes(workflow).length > 0);
		const files = importing.map(([file]) => file);
		assert.deepEqual([...imported].sort(), files.sort());
	});
}

function isOurs({ type }: { type: string }): boolean {
	return type.startsWith(OUR_NODES);
}

function importingNodes({ nodes }: StoredWorkflow): INode[] {
	return nodes.filter(
		({ type }) => type === `${OUR_NODES}advocateCreateJob` || type === `${OUR_NODES}advocateImport`,
	);
}

function exportNodes({ nodes }: StoredWorkflow): INode[] {
	return nodes.filter(({ type }) => type === `${OUR_NODES}advocateExport`);
}

/** What templates that export have to find: balances over their limit and others, and users of nobody's CRM. */
function putRecords({ sandbox, credentialData: { tenantAlias } }: N8nWithSandbox): void {
	sandbox.records.put(tenantAlias, 'QUERY/REDEEMABLE_REWARD_BALANCE', 100);
	sandbox.records.put(tenantAlias, 'QUERY/USER', 3);
}

/** Rows came out, and what was made of them was imported. */
function assertReimported(run: Execution, exporter: string, { sandbox }: N8nWithSandbox): void {
	assert.ok(itemsOf(run, exporter).length > 0, `${exporter} gave no rows`);
	const [{ job, rowsImported } = {}] = itemsOf(run, 'Advocate Import');
	const { id } = (job ?? {}) as { id?: string };
	assert.equal(sandbox.jobs.get(String(id))?.status, 'COMPLETED', 'nothing was imported');
	assert.ok(Number(rowsImported) > 0, 'no row was imported');
}

/** The job is there and has read its rows. */
function assertImported(run: Execution, node: string, { sandbox }: N8nWithSandbox): void {
	// Advocate Import has the job beside its counts.
	const ids = itemsOf(run, node).map(({ id, job }) => String((job as { id?: unknown })?.id ?? id));
	assert.ok(ids.length > 0, `${node} gave no job`);
	for (const id of ids) {
		const job = sandbox.jobs.get(id);
		assert.equal(job?.status, 'COMPLETED', `job ${id} is ${job?.status}, not COMPLETED`);
		assert.ok((job.stats?.recordsProcessed ?? 0) > 0, `job ${id} has read no row`);
	}
}
