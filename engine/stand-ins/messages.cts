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

/** Sends nothing: tells `onMessage` what it would have sent and passes the items on. */
class Messenger implements INodeType {
	readonly description: INodeTypeDescription;

	readonly execute: NonNullable<INodeType['execute']>;

	constructor(description: INodeTypeDescription, onMessage: OnMessage) {
		this.description = description;
		this.execute = async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData();
			for (const itemIndex of items.keys()) {
				const parameters = resolveAll(this, description.properties, itemIndex);
				onMessage({ nodeName: this.getNode().name, itemIndex, parameters });
			}
			return await Promise.resolve([items]);
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

/** n8n's Send Email node. */
export function emailSend(onMessage: OnMessage): INodeType {
	const properties = [
		property('resource', 'options', 'email'),
		property('operation', 'options', 'send'),
		property('fromEmail', 'string'),
		property('toEmail', 'string'),
		property('subject', 'string'),
		property('emailFormat', 'options', 'html'),
		property('text', 'string'),
		property('html', 'string'),
		property('options', 'json', {}),
	];
	const version = [2, 2.1];
	return new Messenger(describeNode({ name: 'emailSend', version, properties }), onMessage);
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
