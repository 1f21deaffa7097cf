import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { createJobOnce } from '../../advocate/jobs/create-once';
import { jobInputFrom } from '../../advocate/jobs/job-input';
import { shownCreatedJob } from '../../advocate/jobs/shown-job';
import { toolDescription } from '../parameters/agent-tool';
import { TYPE_FROM_ITEM, typeOfItem } from '../parameters/job-type';
import { chosenLimits } from '../parameters/request-options';
import { fileRefProperties } from '../parameters/uploaded-file';
import type { NodeOutputs } from '../runtime/node-outputs';
import { clockOf } from '../runtime/system-time';
import { tenantClient } from '../runtime/tenant-client';
import { jobOptions, jobSettings, type JobOptions } from './job-settings';
import { N8N_TEXTS } from '../runtime/host-texts';

export const CREATE_OUTPUTS = ['Job'] as const;

type CreateOutputs = NodeOutputs<(typeof CREATE_OUTPUTS)[number]>;

export const createProperties: INodeProperties[] = [
	toolDescription(
		'Start the import of a file that was uploaded to impact.com Advocate. Such an import is called a job. Takes the fileRef that the upload gave, and answers with the job: its id, by which its progress can be asked for, and its status, PENDING at first. Asked twice for one file, it starts one import.',
	),
	...fileRefProperties,
	typeOfItem,
	{
		displayName:
			'Some options belong to certain types only (segments, program, evaluation). To set these, or to delete users, choose the type above.',
		name: 'typeNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { type: [TYPE_FROM_ITEM] } },
	},
	{
		displayName: 'Confirm Deletion',
		name: 'confirmDeletion',
		type: 'boolean',
		default: false,
		displayOptions: { show: { type: ['MUTATION/DELETE_USER'] } },
		description:
			"Whether to really delete the users in the file. Deleted users can't be brought back.",
	},
	jobOptions,
];

/** Starts the import of one item's file, or outputs the job that already imports it. */
export async function createJob(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: CreateOutputs,
): Promise<void> {
	const options = context.getNodeParameter('options', itemIndex, {}) as JobOptions;
	const jobInput = jobInputFrom(jobSettings(context, itemIndex, options), N8N_TEXTS);
	const client = await tenantClient(context, chosenLimits(options), itemIndex);
	const { preventDuplicates = true } = options;
	const run = context.getExecutionId();
	const how = { preventDuplicates, run };
	const created = await createJobOnce(client, jobInput, how, clockOf(context));
	if (created.note !== undefined) {
		const message = `Job ${created.job.id}: ${created.note}`;
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	outputs.add('Job', itemIndex, { json: { ...shownCreatedJob(created, N8N_TEXTS) } });
}
