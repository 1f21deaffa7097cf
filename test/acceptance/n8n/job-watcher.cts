import type { INode, INodeParameters } from 'n8n-workflow';
import { execution, executionsOf, itemsOf } from '../../../harness/n8n/executions.cts';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import {
	OUR_NODES,
	runnable,
	triggersOf,
	withNoOps,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../../harness/n8n/workflow-files.cts';
import { until } from '../../../harness/processes/until.cts';

/** Polls every five seconds. n8n allows no interval below a minute, but as many polls as one likes. */
export const OFTEN: INodeParameters = {
	item: Array.from({ length: 12 }, (_, i) => ({
		mode: 'custom',
		cronExpression: `${i * 5} * * * * *`,
	})),
};

/** An active workflow that starts when jobs end. */
export class JobWatcher {
	private constructor(
		private readonly running: N8nWithSandbox,
		readonly workflow: StoredWorkflow,
		private readonly trigger: string,
	) {}

	/**
	 * Puts a workflow into n8n, no-ops for services outside, and activates it; gives it once it watches itself,
	 * whatever others ask Advocate meanwhile.
	 */
	static async activated(running: N8nWithSandbox, file: WorkflowFile): Promise<JobWatcher> {
		const ready = withNoOps(watchingOnly(runnable(file, running.credential)));
		return await JobWatcher.of(running, await running.add(ready));
	}

	/** The same for a workflow that is in n8n already. */
	static async of(running: N8nWithSandbox, workflow: StoredWorkflow): Promise<JobWatcher> {
		const [{ name: trigger } = { name: '' }] = triggersOf(workflow);
		const before = subscriptions(running);
		await running.activate(workflow);
		// n8n activates it in its own time.
		await until(
			`"${workflow.name}" to have looked at the jobs that are there, or to have subscribed`,
			60_000,
			async () =>
				subscriptions(running) > before || (await hasLooked(running, workflow.id)) || undefined,
		);
		return new JobWatcher(running, workflow, trigger);
	}

	/** The ids of the jobs that its executions were started with, one for each time. */
	async jobsSeen(): Promise<string[]> {
		const { rest } = this.running;
		const seen: string[] = [];
		for (const { id } of await executionsOf(rest, this.workflow.id)) {
			const items = itemsOf(await execution(rest, id), this.trigger);
			seen.push(...items.map((item) => String(item.id)));
		}
		return seen;
	}

	/** How its executions ended. */
	async statuses(): Promise<string[]> {
		const executions = await executionsOf(this.running.rest, this.workflow.id);
		return executions.map(({ status }) => status);
	}

	/** Waits until each of these jobs, told of twice, has started it; throws after 90 s. */
	async sees(jobs: string[]): Promise<void> {
		await until(
			`"${this.workflow.name}" to start with the jobs ${jobs.join(', ')}`,
			90_000,
			async () => {
				await this.running.sandbox.webhooks.flush({ times: 2 });
				const seen = await this.jobsSeen();
				return jobs.every((job) => seen.includes(job)) || undefined;
			},
		);
	}
}

/** How many endpoints Advocate tells of ended jobs. */
function subscriptions({ sandbox, credentialData }: N8nWithSandbox): number {
	return sandbox.webhooks.subscriptions(credentialData.tenantAlias).length;
}

/** Whether n8n has saved what a polling trigger keeps of its first look. */
async function hasLooked({ rest }: N8nWithSandbox, workflowId: string): Promise<boolean> {
	const { staticData } = await rest.get<StoredWorkflow>(`/workflows/${workflowId}`);
	return JSON.stringify(staticData?.['global'] ?? {}).includes('"watch"');
}

/** The workflow with its polls as often as can be, and without what else may start it. */
function watchingOnly(file: WorkflowFile): WorkflowFile {
	const others = triggersOf(file).filter(({ type }) => !type.startsWith(OUR_NODES));
	const changed = (node: INode): INode => {
		if (others.includes(node)) return { ...node, disabled: true };
		if (node.type !== `${OUR_NODES}advocateWaitForCompletionTrigger`) return node;
		return { ...node, parameters: { ...node.parameters, pollTimes: OFTEN } };
	};
	return { ...file, nodes: file.nodes.map(changed) };
}
