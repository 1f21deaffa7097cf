import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** n8n's Loop Over Items: a batch at a time on the second output, and what came back on the first at the end. */
export class LoopOverItems implements INodeType {
	description = describeNode({
		name: 'splitInBatches',
		version: 3,
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['done', 'loop'],
		properties: [property('batchSize', 'number', 1), property('options', 'json', {})],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const loop = this.getContext('node') as Partial<Record<'left' | 'done', INodeExecutionData[]>>;
		if (loop.left === undefined) loop.left = [...this.getInputData()];
		else loop.done = [...(loop.done ?? []), ...this.getInputData()];
		const batch = loop.left.splice(0, this.getNodeParameter('batchSize', 0) as number);
		return await Promise.resolve(batch.length > 0 ? [[], batch] : [loop.done ?? [], []]);
	}
}
