import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { createJobOnce, type CreatedJob } from '../../advocate/created-job';
import { jobInputFrom } from '../../advocate/job-input';
import { advocateClient } from '../advocate-client';
import { requestLimits } from '../descriptions/request-options';
import { jobItem } from '../job-item';
import type { NodeOutputs } from '../node-outputs';
import { clockOf } from '../system-time';
import { jobSettings, type JobOptions } from './job-settings';

/** Starts the import of one item's file, or gives the job that has done so already. */
export async function createJob(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: NodeOutputs<'Job'>,
): Promise<void> {
	const options = context.getNodeParameter('options', itemIndex, {}) as JobOptions;
	const jobInput = jobInputFrom(jobSettings(context, itemIndex, options));
	const client = await advocateClient(context, requestLimits(options));
	const { preventDuplicates = true } = options;
	const created = await createJobOnce(client, jobInput, { preventDuplicates }, clockOf(context));
	// The official page's answer holds no fileRef: the job is the one for the file just sent.
	const fileRef = created.job.fileRef ?? jobInput.fileRef;
	const json = jobItem({ ...created.job, fileRef });
	outputs.add('Job', itemIndex, { json: { ...json, ...howItCame(created) } });
}

function howItCame({ job, alreadyExisted }: CreatedJob): IDataObject {
	if (!alreadyExisted) return {};
	if (job.status !== 'ABORTED') return { alreadyExisted };
	return {
		alreadyExisted,
		note: 'This file had a job before, and Advocate aborted it. To import it again, upload the file again, or turn off "Prevent Duplicate Jobs" in the options of Advocate Create Job.',
	};
}
