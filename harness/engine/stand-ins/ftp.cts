import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** Where the files go; throws where the server would refuse one. */
export type SendFile = (path: string, content: Buffer) => void;

/** n8n's FTP node, for uploads over SFTP. */
export function ftp(sendFile: SendFile): INodeType {
	return {
		description: describeNode({
			name: 'ftp',
			version: [1, 1.1],
			properties: [
				property('protocol', 'options', 'ftp'),
				property('operation', 'options', 'download'),
				property('path', 'string'),
				property('binaryPropertyName', 'string', 'data'),
			],
		}),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items: INodeExecutionData[] = [];
			for (const [index, item] of this.getInputData().entries()) {
				try {
					await sendItem(this, index, sendFile);
					items.push({ ...item, pairedItem: { item: index } });
				} catch (error) {
					if (!this.continueOnFail()) {
						throw new NodeOperationError(this.getNode(), error as Error, { itemIndex: index });
					}
					items.push({ json: { error: (error as Error).message }, pairedItem: { item: index } });
				}
			}
			return [items];
		},
	};
}

async function sendItem(
	context: IExecuteFunctions,
	index: number,
	sendFile: SendFile,
): Promise<void> {
	const protocol = context.getNodeParameter('protocol', index);
	if (protocol !== 'sftp' || context.getNodeParameter('operation', index) !== 'upload') {
		throw new Error('This stand-in only uploads over SFTP');
	}
	const property = context.getNodeParameter('binaryPropertyName', index);
	const content = await context.helpers.getBinaryDataBuffer(index, property);
	sendFile(context.getNodeParameter('path', index) as string, content);
}
