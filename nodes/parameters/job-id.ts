import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { givenJobId } from '../../advocate/jobs/given';
import { N8N_TEXTS } from '../runtime/host-texts';

/** The job that a node works on, by default the one that Create Job outputs. */
export const jobId: INodeProperties = {
	displayName: 'Job ID',
	name: 'jobId',
	type: 'string',
	default: '={{ $json.id }}',
	required: true,
	placeholder: 'e.g. 63323378e1edcd44b03eed9a',
	description: 'The ID of the job, as Advocate Create Job outputs it',
};

/**
 * The ID given in `jobId`.
 *
 * @throws {AdvocateError} SETTINGS_INVALID when there is none
 */
export function chosenJobId(context: IExecuteFunctions, itemIndex: number): string {
	return givenJobId(context.getNodeParameter('jobId', itemIndex), N8N_TEXTS);
}
