import type {
	ExecutionError,
	ExecutionStatus,
	IDataObject,
	INodeExecutionData,
	IRun,
	IRunData,
	ITaskData,
} from 'n8n-workflow';

/** The outcome of running a workflow, with the questions that tests ask of it. */
export class FinishedRun {
	constructor(
		/** The run as n8n-core returned it. */
		readonly raw: IRun,
		/** `success`, `error`, `canceled` or `waiting`, as n8n would show it. */
		readonly status: ExecutionStatus,
		/** The workflow's static data after the run: plain JSON, to be handed to the next run. */
		readonly staticData: IDataObject,
		private readonly nodeNames: string[],
	) {}

	get error(): ExecutionError | undefined {
		return this.raw.data.resultData.error;
	}

	get runData(): IRunData {
		return this.raw.data.resultData.runData;
	}

	/** The node's executions in order; empty if the run never reached it. */
	runs(nodeName: string): ITaskData[] {
		if (!this.nodeNames.includes(nodeName)) {
			throw new Error(`The workflow has no node "${nodeName}", only ${this.nodeNames.join(', ')}`);
		}
		return this.runData[nodeName] ?? [];
	}

	/** All items that left the node, by output; executions of one node are joined. */
	outputs(nodeName: string): INodeExecutionData[][] {
		const outputs: INodeExecutionData[][] = [];
		for (const run of this.runs(nodeName)) {
			const connections = run.data?.main ?? run.data?.ai_tool ?? [];
			connections.forEach((items, index) => (outputs[index] ??= []).push(...(items ?? [])));
		}
		return outputs;
	}

	/** The items that left the node through one output. */
	items(nodeName: string, output = 0): INodeExecutionData[] {
		return this.outputs(nodeName)[output] ?? [];
	}

	/** The JSON of the items that left the node through one output. */
	json(nodeName: string, output = 0): IDataObject[] {
		return this.items(nodeName, output).map((item) => item.json);
	}
}
