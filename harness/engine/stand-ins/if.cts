import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** n8n's If: the conditions are weighed by n8n's own filter code. */
export class If implements INodeType {
	description = describeNode({
		name: 'if',
		version: [2, 2.1, 2.2, 2.3],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['true', 'false'],
		properties: [
			property('conditions', 'filter', {}),
			property('looseTypeValidation', 'boolean', false),
			property('options', 'json', {}),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs: [INodeExecutionData[], INodeExecutionData[]] = [[], []];
		for (const [index, item] of this.getInputData().entries()) {
			outputs[passes(this, index) ? 0 : 1].push({ ...item, pairedItem: { item: index } });
		}
		return await Promise.resolve(outputs);
	}
}

function passes(context: IExecuteFunctions, index: number): boolean {
	try {
		return context.getNodeParameter('conditions', index, false, { extractValue: true }) === true;
	} catch (error) {
		if (context.continueOnFail()) return false;
		throw new NodeOperationError(context.getNode(), error as Error, { itemIndex: index });
	}
}
