import type { IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

/**
 * What a trigger node remembers, as static data of its workflow, which outlives a restart of n8n.
 *
 * n8n keeps a node's own static data by the node's name, and hands it on with the workflow: a renamed node
 * would forget everything, and a workflow imported elsewhere would take what the original did for its own.
 * So it is kept under whose it is: this n8n's, this workflow's, this node's. A renamed node finds it again.
 * A copy does not, begins anew, and leaves the original's where it is.
 */
export class NodeMemory<T extends object> {
	/** Whose memory it is. */
	readonly owner: string;
	private readonly shared: Record<string, unknown>;

	constructor(context: IHookFunctions | IPollFunctions | IWebhookFunctions) {
		const { id, name } = context.getNode();
		// A workflow written by hand may have nodes without an ID.
		this.owner = [context.getInstanceId(), context.getWorkflow().id, id || name].join(' ');
		this.shared = context.getWorkflowStaticData('global');
	}

	read(): Partial<T> {
		return (this.shared[this.key] ?? {}) as Partial<T>;
	}

	/** Changes these of what is remembered; what is undefined is forgotten. */
	update(changed: { [K in keyof T]?: T[K] | undefined }): void {
		// Set as a whole, at the top: n8n does not notice, and so does not save, a change further within.
		this.shared[this.key] = { ...this.read(), ...changed };
	}

	/** Workflows may keep static data of their own beside it. */
	private get key(): string {
		return `advocate ${this.owner}`;
	}
}
