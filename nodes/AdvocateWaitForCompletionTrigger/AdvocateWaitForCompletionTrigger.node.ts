import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { settled } from '../../advocate/settled';
import { jobEndsAs } from '../parameters/job-end';
import { typeFilter } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { nodeError } from '../runtime/node-error';
import { pollForEndedJobs } from './poll-for-ended-jobs';

export class AdvocateWaitForCompletionTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Advocate Wait for Completion Trigger',
		name: 'advocateWaitForCompletionTrigger',
		icon: {
			light: 'file:advocateWaitForCompletionTrigger.svg',
			dark: 'file:advocateWaitForCompletionTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["jobId"] ? "One job" : $parameter["status"].length === 1 ? "Job " + $parameter["status"][0].toLowerCase() : "Job ended" }}',
		description: 'Start the workflow when a job has ended in impact.com Advocate',
		defaults: { name: 'Advocate Wait for Completion Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		polling: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		properties: [
			jobEndsAs,
			typeFilter,
			{
				displayName: 'Job ID',
				name: 'jobId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 63323378e1edcd44b03eed9a',
				hint: 'Leave empty for every job of the tenant',
				description: 'The only job to wait for. Leave empty for every job of the tenant.',
			},
		],
	};

	methods = { credentialTest: { advocateApiTest } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const outcome = await settled(pollForEndedJobs(this));
		if ('thrown' in outcome) throw await nodeError(this, outcome.thrown);
		return outcome.value === null ? null : [outcome.value];
	}
}
