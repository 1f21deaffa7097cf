import '../core/service-container.cts';

import { PollContext } from 'n8n-core';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { SingleNode, SingleNodeOptions } from './single-node.cts';
import { createSingleNode, inItsN8n, savedStaticData } from './single-node.cts';

export interface PollerOptions extends SingleNodeOptions {
	/** Static data saved by an earlier life of the workflow. */
	staticData?: IDataObject;
}

/**
 * A polling trigger in an active workflow. As in n8n, the static data lives in memory and is saved
 * when the workflow has been activated (which polls once) and whenever a poll emits items. A poll
 * that emits nothing saves nothing, so what it wrote is lost if n8n stops before the next that does.
 */
export class Poller {
	private active?: SingleNode & { context: PollContext };

	private saved: IDataObject;

	constructor(private readonly options: PollerOptions) {
		this.saved = structuredClone(options.staticData ?? {});
	}

	/** The workflow's static data as it stands now, as plain JSON. */
	get staticData(): IDataObject {
		return this.active ? savedStaticData(this.active.workflow) : structuredClone(this.saved);
	}

	/**
	 * Polls once.
	 *
	 * @param mode `trigger`: as the schedule does, the first time as part of activating the workflow;
	 * `manual`: as "Fetch test event" in the editor does, on a copy of the saved static data
	 * @returns the items by output, or null if there is nothing new
	 * @throws what the node throws
	 */
	async poll(mode: 'trigger' | 'manual' = 'trigger'): Promise<INodeExecutionData[][] | null> {
		if (mode === 'manual') return await runPoll(this.create('manual'));

		const isActivation = this.active === undefined;
		const active = this.active ?? this.create('trigger');
		const items = await runPoll(active);
		this.active = active;
		if (isActivation || items !== null) this.saved = savedStaticData(active.workflow);
		return items;
	}

	/**
	 * Stops n8n and starts it again: the next poll activates the workflow anew.
	 *
	 * @param lostUnsaved whether static data no poll has saved is gone, as it is in n8n
	 */
	restart({ lostUnsaved = true } = {}): void {
		if (!lostUnsaved) this.saved = this.staticData;
		this.active = undefined;
	}

	private create(mode: 'trigger' | 'manual'): SingleNode & { context: PollContext } {
		const single = createSingleNode(this.options, this.saved);
		const { workflow, node, additionalData } = single;
		const activation = mode === 'manual' ? 'manual' : 'init';
		const context = new PollContext(workflow, node, additionalData, mode, activation);
		return { ...single, context: inItsN8n(context, single) };
	}
}

export function createPoller(options: PollerOptions): Poller {
	return new Poller(options);
}

async function runPoll({
	workflow,
	node,
	context,
}: SingleNode & { context: PollContext }): Promise<INodeExecutionData[][] | null> {
	const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (!nodeType.poll) throw new Error(`Node "${node.name}" does not poll`);
	return await nodeType.poll.call(context);
}
