import type { IExecuteFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import { exportInputFrom } from '../../advocate/exports/export-input';
import { forgetExport } from '../../advocate/exports/create-export';
import { markOf } from '../../advocate/exports/mark';
import { runExport } from '../../advocate/exports/run-export';
import { checkedWait, waitOptions } from '../../advocate/jobs/wait';
import { attemptOf, noteJob } from '../AdvocateImport/run-of';
import { chosenLimits } from '../parameters/request-options';
import { forEachItem } from '../runtime/for-each-item';
import { clockOf } from '../runtime/system-time';
import { tenantClient } from '../runtime/tenant-client';
import type { ExportOptions } from './export-options';
import { exportSettings } from './export-settings';
import type { ExportOutputs } from './export-outputs';
import { addResult, chosenResult } from './result';

/** An export whose result has been handed on. */
interface DoneExport {
	client: AdvocateClient;
	mark: string;
}

/** Runs an export for each input item, and outputs its result. */
export async function exportAll(context: IExecuteFunctions, outputs: ExportOutputs): Promise<void> {
	const done: DoneExport[] = [];
	await forEachItem(
		context,
		async (itemIndex) => void done.push(await exportOne(context, itemIndex, outputs)),
		(error, itemIndex) => outputs.addFailure(error, itemIndex),
	);
	// Not before the last item: if that one fails, n8n may run the node again for all of them.
	for (const { client, mark } of done) forgetExport(client, mark);
}

async function exportOne(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
): Promise<DoneExport> {
	const options = context.getNodeParameter('options', itemIndex, {}) as ExportOptions;
	const input = exportInputFrom(exportSettings(context, itemIndex, options));
	const chosen = chosenResult(context, itemIndex, options);
	const waits = context.getNodeParameter('wait', itemIndex, true) === true;
	const wait = waits ? checkedWait(waitOptions(options)) : undefined;
	const client = await tenantClient(context, chosenLimits(options), itemIndex);
	const clock = clockOf(context);
	const mark = markOf(workOf(context, itemIndex));
	const onJob = (job: Parameters<typeof outputs.noteJob>[1]) => {
		outputs.noteJob(itemIndex, job);
		noteJob(context, job.id);
	};
	const waited = await runExport({ client, input, mark, wait, clock, onJob });
	await addResult(context, itemIndex, outputs, { client, waited, chosen });
	return { client, mark };
}

/** What is the same when n8n runs the node once more by itself, and for nothing else. */
function workOf(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const attempt = attemptOf(context);
	return attempt && [context.getInstanceId(), attempt, itemIndex].join(' ');
}
