import type {
	INodeType,
	ITriggerFunctions,
	ITriggerResponse,
	IWebhookResponseData,
} from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** n8n's "When clicking 'Execute workflow'": one empty item. */
export class ManualTrigger implements INodeType {
	description = describeNode({
		name: 'manualTrigger',
		version: 1,
		group: ['trigger'],
		inputs: [],
	});

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await Promise.resolve(emitOnce(this, {}));
	}
}

/** n8n's Schedule Trigger, which in the editor fires at once. It keeps no schedule here. */
export class ScheduleTrigger implements INodeType {
	description = describeNode({
		name: 'scheduleTrigger',
		version: [1, 1.1, 1.2, 1.3],
		group: ['trigger'],
		inputs: [],
		properties: [property('rule', 'json', {})],
	});

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await Promise.resolve(emitOnce(this, { timestamp: new Date().toISOString() }));
	}
}

/** n8n's Webhook. Nobody calls it here: the run is given what a request would have brought. */
export class Webhook implements INodeType {
	description = describeNode({
		name: 'webhook',
		version: [2, 2.1],
		group: ['trigger'],
		inputs: [],
		properties: [
			property('httpMethod', 'options', 'GET'),
			property('path', 'string'),
			property('authentication', 'options', 'none'),
			property('responseMode', 'options', 'onReceived'),
			property('responseData', 'options', 'firstEntryJson'),
		],
	});

	async webhook(): Promise<IWebhookResponseData> {
		return await Promise.resolve({});
	}
}

/** n8n's "When Executed by Another Workflow": the run is given what the other workflow would have handed over. */
export class ExecuteWorkflowTrigger implements INodeType {
	description = describeNode({
		name: 'executeWorkflowTrigger',
		version: [1, 1.1],
		group: ['trigger'],
		inputs: [],
		properties: [property('workflowInputs', 'json', {})],
	});

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await Promise.resolve({});
	}
}

function emitOnce(context: ITriggerFunctions, json: Record<string, string>): ITriggerResponse {
	return {
		manualTriggerFunction: async () => await Promise.resolve(context.emit([[{ json }]])),
	};
}
