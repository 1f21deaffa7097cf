import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import { hasEnded } from '../../advocate/api/schema';
import { shownJob } from '../../advocate/jobs/shown-job';
import { waitForJob, waitOptions, type Waited, type WaitSettings } from '../../advocate/jobs/wait';
import { toolDescription } from '../parameters/agent-tool';
import { chosenJobId, jobIdProperties } from '../parameters/job-id';
import {
	attempts,
	chosenLimits,
	requestTimeout,
	retryTimeLimit,
	type RequestOptions,
} from '../parameters/request-options';
import { firstPause, firstRecordNumber, longestPause, timeLimit } from '../parameters/wait-options';
import { errorText } from '../runtime/node-error';
import { clockOf } from '../runtime/system-time';
import { tenantClient } from '../runtime/tenant-client';
import { jobFiles, type JobFileOptions } from './job-files';
import { outputFor, type StatusOutputs } from './status-outputs';
import { foundJob } from '../../advocate/jobs/ask-again';

const getting = { operation: ['get'] };
const forGet = { show: getting };
const whenWaiting = { show: { '/wait': [true] } };

export const getProperties: INodeProperties[] = [
	toolDescription(
		"Look at one job in impact.com Advocate. A job is an import (or an export) that was started. Takes the job's ID, and answers with outcome completed, pending (not ended yet: ask again later) or aborted, how many rows were read and how many of them failed.",
		getting,
	),
	...jobIdProperties(getting),
	{
		displayName: 'Wait for Completion',
		name: 'wait',
		type: 'boolean',
		default: false,
		displayOptions: forGet,
		hint: 'A job that was just created is still pending. Turn this on to continue once it has ended.',
		description:
			'Whether to keep asking until the job has ended. If the time limit is reached first, the job goes out on Pending. A restart of n8n ends the wait: to survive one, leave this off and lead Pending through a Wait node of 65 seconds or more back here.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: forGet,
		options: [
			{
				displayName: 'Attach Errors File',
				name: 'attachErrorsFile',
				type: 'boolean',
				default: false,
				description: 'Whether to add the file of failed rows, if there is one, as binary data',
			},
			{
				displayName: 'Attach Results File',
				name: 'attachResultsFile',
				type: 'boolean',
				default: false,
				description: 'Whether to add the file of results as binary data',
			},
			attempts,
			{
				displayName: 'Errors File Field',
				name: 'errorsBinaryPropertyName',
				type: 'string',
				default: 'errors',
				placeholder: 'e.g. errors',
				displayOptions: { show: { attachErrorsFile: [true] } },
				hint: 'The name of the output binary field to put the errors file in',
			},
			{ ...firstPause, displayOptions: whenWaiting },
			{ ...firstRecordNumber, displayOptions: { show: { includeRowErrors: [true] } } },
			{
				displayName: 'Include Row Errors',
				name: 'includeRowErrors',
				type: 'boolean',
				default: false,
				description:
					'Whether to put the failed rows and their reasons on the item as "rowErrors". An event that Advocate already has is marked "alreadyKnown".',
			},
			{ ...longestPause, displayOptions: whenWaiting },
			{
				displayName: 'Maximum Row Errors',
				name: 'maxRowErrors',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 10_000 },
				default: 100,
				displayOptions: { show: { includeRowErrors: [true] } },
				description:
					'The maximum number of failed rows to put on the item. "rowErrorsTotal" says how many there are in total, "alreadyKnownTotal" how many of them are events that Advocate already has.',
			},
			requestTimeout,
			{
				displayName: 'Results File Field',
				name: 'resultsBinaryPropertyName',
				type: 'string',
				default: 'results',
				placeholder: 'e.g. results',
				displayOptions: { show: { attachResultsFile: [true] } },
				hint: 'The name of the output binary field to put the results file in',
			},
			retryTimeLimit,
			{
				displayName: 'Source Items',
				name: 'sourceItems',
				type: 'string',
				default: '',
				placeholder: "e.g. {{ $('CRM Rows').all() }}",
				displayOptions: { show: { includeRowErrors: [true] } },
				description:
					'The items that went into Advocate Upload, all of them in the same order, to put the original row on each row error as "source". In a loop these are the current batch.',
			},
			{
				displayName: 'Source Rows',
				name: 'sourceRows',
				type: 'string',
				default: '',
				placeholder: "e.g. {{ $('Advocate Upload').item.json.sourceRows }}",
				displayOptions: { show: { includeRowErrors: [true] } },
				description:
					'The "sourceRows" from Advocate Upload, unchanged, to trace each row error back to its row, as "sourceRow"',
			},
			{ ...timeLimit, displayOptions: whenWaiting },
		],
	},
];

type GetOptions = JobFileOptions & RequestOptions & WaitSettings;

/** Gets one item's job, after waiting for its end if the builder asked for that. */
export async function getJob(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: StatusOutputs,
): Promise<void> {
	const id = chosenJobId(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as GetOptions;
	const client = await tenantClient(context, chosenLimits(options), itemIndex);
	const wait = context.getNodeParameter('wait', itemIndex, false) === true;
	const clock = clockOf(context);
	// A wait keeps asking anyway, so its requests need no retries of their own.
	const asking = wait ? client.withoutRetry() : client;
	const waited = wait
		? await waitForJob(asking, id, waitOptions(options), clock)
		: { job: await foundJob(asking, id, clock) };
	await addJob(context, itemIndex, outputs, { client, waited, options });
}

async function addJob(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: StatusOutputs,
	{ client, waited, options }: { client: AdvocateClient; waited: Waited; options: GetOptions },
): Promise<void> {
	const { job, failure } = waited;
	const statusError = failure && (await errorText(context, failure, itemIndex));
	const json: IDataObject = {
		...shownJob(job),
		...(statusError !== undefined && { statusError }),
	};
	if (!hasEnded(job)) {
		outputs.add(outputFor(job), itemIndex, { json });
		return;
	}
	const files = await jobFiles(context, itemIndex, client, job, options);
	outputs.add(outputFor(job), itemIndex, {
		json: { ...json, ...files.json },
		binary: files.binary,
	});
}
