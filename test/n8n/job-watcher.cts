import type { INode, INodeParameters } from 'n8n-workflow';
import { execution, executionsOf, itemsOf } from '../../scripts/n8n/executions.cts';
import type { N8nWithSandbox } from '../../scripts/n8n/n8n-with-sandbox.cts';
import { OUR_NODES, runnable, triggersOf, withNoOps } from '../../scripts/n8n/templates.cts';
import { until } from '../../scripts/n8n/until.cts';
import type { StoredWorkflow, WorkflowFile } from '../../scripts/n8n/workflow-file.cts';

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
		private readonly workflow: StoredWorkflow,
		private readonly trigger: string,
	) {}

	/** Puts a workflow into n8n, no-ops for services outside, and activates it; gives it once it watches. */
	static async activated(running: N8nWithSandbox, file: WorkflowFile): Promise<JobWatcher> {
		const workflow = await running.add(withNoOps(pollingOften(runnable(file, running.credential))));
		const trigger = triggersOf(workflow)[0]?.name ?? '';
		running.sandbox.clearRequests();
		await running.activate(workflow);
		await until(
			`"${workflow.name}" to look at the jobs that are there`,
			60_000,
			() =>
				running.sandbox.requests.some(({ operations }) => operations.includes('jobs')) || undefined,
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

	/** Waits until each of these jobs has started it; throws after 90 s. */
	async sees(jobs: string[]): Promise<void> {
		await until(`executions for the jobs ${jobs.join(', ')}`, 90_000, async () => {
			const seen = await this.jobsSeen();
			return jobs.every((job) => seen.includes(job)) || undefined;
		});
	}
}

function pollingOften(file: WorkflowFile): WorkflowFile {
	const often = (node: INode): INode =>
		node.parameters.pollTimes === undefined && !isPollTrigger(node)
			? node
			: { ...node, parameters: { ...node.parameters, pollTimes: OFTEN } };
	return { ...file, nodes: file.nodes.map(often) };
}

function isPollTrigger({ type }: INode): boolean {
	return type === `${OUR_NODES}advocateWaitForCompletionTrigger`;
}
