import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** What a node would have sent for one item: its parameters with expressions resolved. */
export interface SentMessage {
	nodeName: string;
	itemIndex: number;
	parameters: IDataObject;
}

export type OnMessage = (message: SentMessage) => void;

/** What the person who is asked for approval clicks; undefined when nobody does in time. */
export type Approval = () => boolean | undefined;

/**
 * Sends nothing: calls `onMessage` with what it would have sent and passes the items on. A message that
 * asks for approval is answered at once.
 */
class Messenger implements INodeType {
	readonly description: INodeTypeDescription;

	readonly execute: NonNullable<INodeType['execute']>;

	constructor(description: INodeTypeDescription, onMessage: OnMessage, approval?: Approval) {
		this.description = description;
		this.execute = async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData();
			const asks = approval && this.getNodeParameter('operation', 0) === 'sendAndWait';
			// However many items there are, n8n asks once.
			for (const itemIndex of asks ? [0] : items.keys()) {
				const parameters = resolveAll(this, description.properties, itemIndex);
				onMessage({ nodeName: this.getNode().name, itemIndex, parameters });
			}
			const approved = asks ? approval() : undefined;
			// If nobody answers in time, n8n goes on with what came in.
			const answer = approved === undefined ? items : [{ json: { data: { approved } } }];
			return await Promise.resolve([answer]);
		};
	}
}

/** n8n's Slack node, for messages. */
export function slack(onMessage: OnMessage): INodeType {
	const properties = [
		property('authentication', 'options', 'accessToken'),
		property('resource', 'options', 'message'),
		property('operation', 'options', 'post'),
		property('select', 'options'),
		property('channelId', 'resourceLocator', { mode: 'list', value: '' }),
		property('user', 'resourceLocator', { mode: 'list', value: '' }),
		property('messageType', 'options', 'text'),
		property('text', 'string'),
		property('blocksUi', 'string'),
		property('otherOptions', 'json', {}),
	];
	const version = [2, 2.1, 2.2, 2.3, 2.4];
	return new Messenger(describeNode({ name: 'slack', version, properties }), onMessage);
}

/** n8n's Send Email node, for messages and for approval. */
export function emailSend(onMessage: OnMessage, approval: Approval): INodeType {
	const properties = [
		property('resource', 'options', 'email'),
		property('operation', 'options', 'send'),
		property('fromEmail', 'string'),
		property('toEmail', 'string'),
		property('subject', 'string'),
		property('emailFormat', 'options', 'html'),
		property('text', 'string'),
		property('html', 'string'),
		property('message', 'string'),
		property('approvalOptions', 'json', {}),
		property('options', 'json', {}),
	];
	const version = [2, 2.1];
	return new Messenger(
		describeNode({ name: 'emailSend', version, properties }),
		onMessage,
		approval,
	);
}

function resolveAll(
	context: IExecuteFunctions,
	properties: INodeProperties[],
	itemIndex: number,
): IDataObject {
	return Object.fromEntries(
		properties.map(({ name, type }) => [
			name,
			context.getNodeParameter(name, itemIndex, undefined, {
				extractValue: type === 'resourceLocator',
			}) as IDataObject[string],
		]),
	);
}
