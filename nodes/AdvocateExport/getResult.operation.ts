import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { waitForExport } from '../../advocate/exports/run-export';
import { foundJob } from '../../advocate/jobs/ask-again';
import { waitOptions } from '../../advocate/jobs/wait';
import { chosenJobId, jobIdProperties } from '../parameters/job-id';
import { chosenLimits } from '../parameters/request-options';
import { forEachItem } from '../runtime/for-each-item';
import { clockOf } from '../runtime/system-time';
import { tenantClient } from '../runtime/tenant-client';
import type { ExportOptions } from './export-options';
import type { ExportOutputs } from './export-outputs';
import { addResult, chosenResult } from './result';

export const resultProperties: INodeProperties[] = jobIdProperties({
	operation: ['getResult'],
}).map((property) => ({
	...property,
	description: 'The ID of the export, as the outputs Pending and "Job Only" have it',
}));

/** Outputs the result of the export that each input item names. */
export async function getResults(
	context: IExecuteFunctions,
	outputs: ExportOutputs,
): Promise<void> {
	await forEachItem(
		context,
		async (itemIndex) => await getResult(context, itemIndex, outputs),
		(error, itemIndex) => outputs.addFailure(error, itemIndex),
	);
}

async function getResult(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
): Promise<void> {
	const id = chosenJobId(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as ExportOptions;
	const chosen = chosenResult(context, itemIndex, options);
	const client = await tenantClient(context, chosenLimits(options), itemIndex);
	const clock = clockOf(context);
	const waits = context.getNodeParameter('wait', itemIndex, true) === true;
	const job = await foundJob(client, id, clock);
	outputs.noteJob(itemIndex, job);
	const waited = waits ? await waitForExport(client, id, waitOptions(options), clock) : { job };
	await addResult(context, itemIndex, outputs, { client, waited, chosen });
}
