import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** n8n's No Operation: what comes in goes out. */
export class NoOp implements INodeType {
	description = describeNode({ name: 'noOp', version: 1 });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await Promise.resolve([this.getInputData()]);
	}
}

/** A note on the canvas, connected to nothing. */
export class StickyNote implements INodeType {
	description = describeNode({
		name: 'stickyNote',
		version: 1,
		inputs: [],
		outputs: [],
		properties: [property('content', 'string')],
	});
}

/** n8n's Stop and Error, with a message. */
export class StopAndError implements INodeType {
	description = describeNode({
		name: 'stopAndError',
		version: 1,
		outputs: [],
		properties: [
			property('errorType', 'options', 'errorMessage'),
			property('errorMessage', 'string'),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const message = this.getNodeParameter('errorMessage', 0) as string;
		return await Promise.reject(new NodeOperationError(this.getNode(), message));
	}
}
