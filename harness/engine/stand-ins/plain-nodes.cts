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

/** Lets time pass, in milliseconds. */
export type Sleep = (milliseconds: number) => void;

/** n8n's Wait, for a number of seconds. */
export function wait(sleep: Sleep): INodeType {
	return {
		description: describeNode({
			name: 'wait',
			version: [1, 1.1],
			properties: [property('amount', 'number', 5), property('unit', 'options', 'seconds')],
		}),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			if (this.getNodeParameter('unit', 0) !== 'seconds') {
				throw new NodeOperationError(this.getNode(), 'This stand-in only waits for seconds');
			}
			sleep((this.getNodeParameter('amount', 0) as number) * 1_000);
			return await Promise.resolve([this.getInputData()]);
		},
	};
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
