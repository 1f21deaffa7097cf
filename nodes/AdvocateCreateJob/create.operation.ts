import type { IExecuteFunctions } from 'n8n-workflow';
import { createJobOnce } from '../../advocate/jobs/create-once';
import { jobInputFrom } from '../../advocate/jobs/job-input';
import { shownCreatedJob } from '../../advocate/jobs/shown-job';
import { tenantClient } from '../runtime/tenant-client';
import { requestLimits } from '../parameters/request-options';
import type { NodeOutputs } from '../runtime/node-outputs';
import { clockOf } from '../runtime/system-time';
import { jobSettings, type JobOptions } from './job-settings';

/** How a second job is made of a file, and how a deletion is confirmed, in this node's words. */
const CREATE_ANYWAY = 'turn off "Prevent Duplicate Jobs" in the options of Advocate Create Job';
const HOW_TO_CONFIRM = 'set Type to "Delete Users" in this node and turn on "Confirm Deletion"';

/** Starts the import of one item's file, or gives the job that has done so already. */
export async function createJob(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: NodeOutputs<'Job'>,
): Promise<void> {
	const options = context.getNodeParameter('options', itemIndex, {}) as JobOptions;
	const jobInput = jobInputFrom(jobSettings(context, itemIndex, options), HOW_TO_CONFIRM);
	const client = await tenantClient(context, requestLimits(options));
	const { preventDuplicates = true } = options;
	const creating = { preventDuplicates, createAnyway: CREATE_ANYWAY };
	const created = await createJobOnce(client, jobInput, creating, clockOf(context));
	outputs.add('Job', itemIndex, { json: shownCreatedJob(created, CREATE_ANYWAY) });
}
