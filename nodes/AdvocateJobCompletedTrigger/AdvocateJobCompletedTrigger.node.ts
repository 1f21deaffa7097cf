import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import type { NodeDescription } from '../described/node-description';
import { jobEndsAs } from '../parameters/job-end';
import { typeFilter } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { receiveHook } from './receive-hook';
import { addSubscription, hasSubscription, removeSubscription } from './subscription';
import { hookTriggerHint } from './builder-hint';

export class AdvocateJobCompletedTrigger implements INodeType {
	description: NodeDescription = {
		displayName: 'Advocate Job Completed Trigger',
		name: 'advocateJobCompletedTrigger',
		icon: {
			light: 'file:advocateJobCompletedTrigger.svg',
			dark: 'file:advocateJobCompletedTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["status"].length === 1 ? "Job " + $parameter["status"][0].toLowerCase() : "Job ended" }}',
		description: 'Start the workflow as soon as impact.com Advocate reports that a job has ended',
		eventTriggerDescription: 'Waiting for Advocate to report that a job has ended',
		activationMessage:
			'Advocate now reports each job that ends, and the workflow starts for it at once.',
		triggerPanel: {
			header: 'Starts when Advocate reports that a job has ended',
			executionsHelp: {
				inactive:
					"To try it, choose 'Listen for test event' and let a job end in Advocate, for example with a small import. Then publish the workflow: it starts by itself from then on, and its executions are in the list of executions.",
				active:
					"To try it, choose 'Listen for test event' and let a job end in Advocate, for example with a small import. The published workflow starts by itself meanwhile; its executions are in the list of executions, and not shown here.",
			},
			activationHint:
				'Publish the workflow once it is ready. n8n then sets up the webhook in Advocate by itself, and removes it when the workflow is unpublished.',
		},
		defaults: { name: 'Advocate Job Completed Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		builderHint: hookTriggerHint,
		properties: [
			{
				displayName:
					"Advocate must be able to reach this n8n from the internet. If it can't, use Advocate Wait for Completion Trigger, which polls Advocate instead.",
				name: 'notice',
				type: 'notice',
				default: '',
			},
			jobEndsAs,
			typeFilter,
		],
	};

	methods = { credentialTest: { advocateApiTest } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await hasSubscription(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await addSubscription(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await removeSubscription(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveHook(this);
	}
}
