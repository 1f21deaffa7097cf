import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type IPollFunctions,
} from 'n8n-workflow';
import type { NodeDescription } from '../described/node-description';
import { settled } from '../../advocate/settled';
import { jobEndsAs } from '../parameters/job-end';
import { onlyJobId } from '../parameters/job-id';
import { typeFilter } from '../parameters/job-type';
import { advocateApiTest } from '../methods/credential-test';
import { searchJobs } from '../methods/job-search';
import { nodeError } from '../runtime/node-error';
import { pollForEndedJobs } from './poll-for-ended-jobs';
import { waitTriggerHint } from './builder-hint';

export class AdvocateWaitForCompletionTrigger implements INodeType {
	description: NodeDescription = {
		displayName: 'Advocate Wait for Completion Trigger',
		name: 'advocateWaitForCompletionTrigger',
		icon: {
			light: 'file:advocateWaitForCompletionTrigger.svg',
			dark: 'file:advocateWaitForCompletionTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ ($parameter["jobId"]?.value ?? $parameter["jobId"]) ? "One job" : $parameter["status"].length === 1 ? "Job " + $parameter["status"][0].toLowerCase() : "Job ended" }}',
		description: 'Start the workflow when a job has ended in impact.com Advocate',
		defaults: { name: 'Advocate Wait for Completion Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		polling: true,
		credentials: [{ name: 'advocateApi', required: true, testedBy: 'advocateApiTest' }],
		activationMessage:
			'From now on the workflow starts for each job that ends in Advocate. Jobs that had ended before do not start it.',
		builderHint: waitTriggerHint,
		properties: [jobEndsAs, typeFilter, onlyJobId],
	};

	methods = { credentialTest: { advocateApiTest }, listSearch: { searchJobs } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const outcome = await settled(pollForEndedJobs(this));
		if ('thrown' in outcome) throw await nodeError(this, outcome.thrown);
		return outcome.value === null ? null : [outcome.value];
	}
}
