import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { jobEndsAs } from '../parameters/job-end';
import { typeFilter } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { receiveHook } from './receive-hook';
import { addSubscription, hasSubscription, removeSubscription } from './subscription';

export class AdvocateJobCompletedTrigger implements INodeType {
	description: INodeTypeDescription = {
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
		defaults: { name: 'Advocate Job Completed Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
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
