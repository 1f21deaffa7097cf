import type {
	IHookFunctions,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import { isJobStatus, type JobEnd } from '../../advocate/api/schema';

/** A trigger's choice of which ends of a job start the workflow. */
export const jobEndsAs: INodeProperties = {
	displayName: 'Job Ends As',
	name: 'status',
	type: 'multiOptions',
	options: [
		{ name: 'Aborted', value: 'ABORTED', description: 'Advocate could not finish it' },
		{ name: 'Completed', value: 'COMPLETED', description: 'All rows were read' },
	],
	default: ['COMPLETED', 'ABORTED'],
	required: true,
	description: 'Which ends of a job start the workflow',
};

/**
 * The ends chosen in `jobEndsAs`.
 *
 * @throws {AdvocateError} SETTINGS_INVALID when nothing is chosen
 */
export function chosenEnds(context: IHookFunctions | IPollFunctions | IWebhookFunctions): JobEnd[] {
	const chosen: unknown = context.getNodeParameter('status', ['COMPLETED', 'ABORTED']);
	const statuses: unknown[] = Array.isArray(chosen) ? chosen : [chosen];
	const ends = statuses.filter(isJobStatus).filter((status) => status !== 'PENDING');
	if (ends.length > 0) return ends;
	throw new AdvocateError('SETTINGS_INVALID', 'No end of a job is chosen', {
		hint: 'Choose Completed, Aborted or both in "Job Ends As".',
	});
}
