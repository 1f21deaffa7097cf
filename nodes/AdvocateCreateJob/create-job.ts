import type { IExecuteFunctions } from 'n8n-workflow';
import { jobInputFrom } from '../../advocate/job-input';
import { advocateClient } from '../advocate-client';
import { jobItem } from '../job-item';
import type { NodeOutputs } from '../node-outputs';
import { jobSettings } from './job-settings';

/** Starts the import of one item's file. */
export async function createJob(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: NodeOutputs<'Job'>,
): Promise<void> {
	const jobInput = jobInputFrom(jobSettings(context, itemIndex));
	const client = await advocateClient(context);
	const job = await client.createJob(jobInput);
	// The official page's answer holds no fileRef: the job is the one for the file just sent.
	const fileRef = job.fileRef ?? jobInput.fileRef;
	outputs.add('Job', itemIndex, { json: jobItem({ ...job, fileRef }) });
}
