import type { INode } from 'n8n-workflow';
import type { N8nWithSandbox } from '../../../../harness/n8n/n8n-with-sandbox.cts';
import { asksOutside } from '../../../../harness/n8n/outside-services.cts';
import {
	runnableTemplate,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../../../harness/n8n/workflow-files.cts';
import { until } from '../../../../harness/processes/until.cts';

/** A template that runs by itself, as in production: started by a webhook in place of its trigger. */
export class ProductionCopy {
	private constructor(
		private readonly running: N8nWithSandbox,
		readonly workflow: StoredWorkflow,
		private readonly path: string,
	) {}

	/**
	 * Puts a copy into n8n and publishes it.
	 *
	 * @param trigger the node that a webhook takes the place of
	 * @param replace gives another node in place of one; by default the same. Whatever would still call an outside
	 * service does nothing
	 */
	static async activated(
		running: N8nWithSandbox,
		file: WorkflowFile,
		trigger: string,
		replace: (node: INode) => INode = (node) => node,
	): Promise<ProductionCopy> {
		const path = `start-${file.name.replaceAll(/\W+/g, '-')}`;
		const nodes = file.nodes.map((node) =>
			node.name === trigger ? webhookAt(node, path) : withoutOutside(node, replace(node)),
		);
		// Pinned data does not count in production.
		const workflow = await running.add({ ...file, nodes, pinData: {} });
		await running.activate(workflow);
		return new ProductionCopy(running, workflow, path);
	}

	/** A template, with the credential chosen. */
	static template(running: N8nWithSandbox, name: string): WorkflowFile {
		return runnableTemplate(name, running.credential);
	}

	/** Starts an execution; does not wait for its end. n8n may take a moment to know a webhook that was published. */
	async start(): Promise<void> {
		const url = `${this.running.n8n.url}/webhook/${this.path}`;
		const { ok, status } = await until(`the webhook "${this.path}"`, 20_000, async () => {
			const response = await fetch(url, { method: 'POST' });
			return response.status === 404 ? undefined : response;
		});
		if (!ok) throw new Error(`The webhook "${this.path}" answered ${status}`);
	}

	async retire(): Promise<void> {
		await this.running.deactivate(this.workflow);
	}
}

function withoutOutside(node: INode, replaced: INode): INode {
	if (replaced !== node || !asksOutside(node)) return replaced;
	return { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
}

function webhookAt(node: INode, path: string): INode {
	return {
		...node,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		webhookId: path,
		parameters: { httpMethod: 'POST', path, options: {} },
	};
}

/** A Slack node whose message goes to another address. */
export function postedTo(url: string, node: INode): INode {
	if (node.type !== 'n8n-nodes-base.slack') return node;
	return {
		...node,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.3,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			bodyParameters: { parameters: [{ name: 'text', value: node.parameters['text'] ?? '' }] },
			options: {},
		},
	};
}
