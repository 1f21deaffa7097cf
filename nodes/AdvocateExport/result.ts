import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import { endOf, type Job } from '../../advocate/api/schema';
import { AdvocateError } from '../../advocate/errors';
import { resultFile } from '../../advocate/exports/result-file';
import { withHint } from '../../advocate/exports/run-export';
import { takeRows, wantedRows, type WantedRows } from '../../advocate/exports/take-rows';
import { shownJob } from '../../advocate/jobs/shown-job';
import type { Waited } from '../../advocate/jobs/wait';
import { notAllowed } from '../../advocate/settings';
import { settled } from '../../advocate/settled';
import { N8N_TEXTS } from '../runtime/host-texts';
import { systemTime } from '../runtime/system-time';
import { maxRows, result, skipRows, type ExportOptions } from './export-options';
import type { ExportOutputs } from './export-outputs';

/** What goes out for a completed export. */
export type ChosenResult =
	| { kind: 'items'; wanted: WantedRows }
	| { kind: 'file'; property: string }
	| { kind: 'job' };

/** @throws {AdvocateError} SETTINGS_INVALID for a choice or a number that is none */
export function chosenResult(
	context: IExecuteFunctions,
	itemIndex: number,
	options: ExportOptions,
): ChosenResult {
	const kind: unknown = context.getNodeParameter('result', itemIndex, 'items');
	const hint = N8N_TEXTS.setting.correct;
	if (kind === 'items') {
		const labels = { maxRows: maxRows.displayName, skipRows: skipRows.displayName };
		return { kind, wanted: wantedRows(options, labels, hint) };
	}
	if (kind === 'file') return { kind, property: options.binaryPropertyName || 'data' };
	if (kind === 'job') return { kind };
	throw notAllowed(result.displayName, 'items, file or job', 'Choose it from the list.');
}

/** An export as far as it has come, and what is wanted of it. */
interface Outcome {
	client: AdvocateClient;
	waited: Waited;
	chosen: ChosenResult;
}

/**
 * Outputs the result of a completed export; of any other, its job.
 *
 * @throws {AdvocateError} if the result can't be had, with how to get it without exporting again
 */
export async function addResult(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
	{ client, waited, chosen }: Outcome,
): Promise<void> {
	const { job } = waited;
	outputs.noteJob(itemIndex, job);
	if (endOf(job) !== 'COMPLETED') return await outputs.addUnfinished(itemIndex, waited);
	const outcome = await settled(addCompleted(context, itemIndex, outputs, { client, job, chosen }));
	if ('value' in outcome) return;
	const { thrown } = outcome;
	if (!(thrown instanceof AdvocateError)) throw thrown;
	throw thrown.rephrased({ hint: withHint(thrown, N8N_TEXTS.exports.fetchAgain(job.id)) });
}

async function addCompleted(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: ExportOutputs,
	{ client, job, chosen }: { client: AdvocateClient; job: Job; chosen: ChosenResult },
): Promise<void> {
	if (chosen.kind === 'job') {
		outputs.addExported(itemIndex, { json: shownJob(job) });
		return;
	}
	if (chosen.kind === 'file') {
		const keeper = {
			keep: async (content: unknown, file: { fileName: string; mimeType: string }) =>
				await storedBinary(context, content, file),
		};
		const file = await resultFile(client, job, keeper, systemTime.now());
		outputs.addExported(itemIndex, {
			json: shownJob(job),
			binary: { [chosen.property]: file },
		});
		return;
	}
	const rows: IDataObject[] = [];
	const taken = await takeRows(
		client,
		job,
		chosen.wanted,
		(batch) => {
			for (const row of batch) rows.push(row as IDataObject);
		},
		systemTime.now(),
	);
	// Only once all of them are there: what comes after an error has been exported must not be half of it.
	for (const json of rows) outputs.addExported(itemIndex, { json });
	if (taken.hasMore) outputs.hint(moreRows(taken.rows, taken.total));
	else if (taken.rows === 0) outputs.hint(`The export ${job.id} has no such rows.`);
}

async function storedBinary(
	context: IExecuteFunctions,
	content: unknown,
	{ fileName, mimeType }: { fileName: string; mimeType: string },
): Promise<IBinaryData> {
	const stream = content as import('stream').Readable;
	return await context.helpers.prepareBinaryData(stream, fileName, mimeType);
}

function moreRows(rows: number, total: number | undefined): string {
	const all = total === undefined ? 'more' : String(total);
	return `Of ${all} rows only ${rows} became items, as "Maximum Rows" in the options says`;
}
