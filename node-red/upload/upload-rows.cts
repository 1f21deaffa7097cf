import { AdvocateError } from '../../advocate/errors.ts';
import type { ImportJobType } from '../../advocate/api/job-types.ts';
import { rehearsalOf } from '../../advocate/imports/dry-run.ts';
import { preparedFromRows } from '../../advocate/imports/prepared.ts';
import { partLimits } from '../../advocate/rows/write/file-parts.ts';
import {
	FilesOfRows,
	type MadeFile,
	type MadeFiles,
} from '../../advocate/rows/write/files-of-rows.ts';
import { uploadedAs } from '../../advocate/rows/trace/source-rows.ts';
import type { RejectedRow } from '../../advocate/rows/write/prepare-rows.ts';
import { DerivedMessages, NOT_UPLOADED } from '../runtime/derived-messages.cts';
import { isPlainObject, type Message } from '../runtime/message.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import type { Outcome } from '../runtime/work-node.cts';
import { madeFiles } from './made-files.cts';
import { messageRows } from './message-rows.cts';
import { chosenRowRules } from '../parameters/row-rules.cts';
import type { Uploading } from './uploading.cts';
import { settled } from '../../advocate/settled.ts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';

/**
 * Makes import files from a message's objects and uploads them: each object ends up in a file or, with
 * its reasons, on Rejected.
 *
 * @throws {AdvocateError} FILE_REFUSED when a row is rejected and the builder wants that to stop
 * everything
 */
export async function uploadRows(
	RED: NodeRed,
	uploading: Uploading,
	sources: readonly unknown[],
	fileName: string,
): Promise<Outcome> {
	const { config, work } = uploading;
	if (sources.length === 0) return uploading.outcome('noInput', 'yellow');
	const all = await filesOf(uploading, sources, fileName);
	const { files, rejected, skipped, withoutFile } = all;
	// What is set by hand may still make a row of an empty object.
	if (holdNothing(sources) && files.length === 0) return uploading.outcome('noInput', 'yellow');
	const messages = (config.dryRun ? 1 : files.length) + Number(rejected.length > 0);
	const derived = new DerivedMessages(RED, work.message, messages);
	if (rejected.length > 0) {
		const message = derived.next(rejectedRows(sources, rejected), NOT_UPLOADED);
		work.send([null, { ...message, ...(withoutFile && { upload: withoutFile }) }]);
	}
	if (config.dryRun) {
		const payload = await rehearsedRows(all, uploading.type);
		work.send([derived.next(payload, NOT_UPLOADED), null]);
		return uploading.outcomeOfDryRun(payload.rowsToSend, rejected.length);
	}
	for (const made of files) {
		const outcome = await settled(deliver(uploading, made, derived));
		if ('thrown' in outcome) throw partFailed(outcome.thrown, made);
	}
	const rows = files.reduce((sum, { summary }) => sum + summary.rows, 0);
	if (rows === 0) return uploading.outcomeWithoutFile(rejected.length, skipped);
	const key = config.prepareOnly ? 'preparedRows' : 'uploadedRows';
	return uploading.outcome(key, 'green', { rows });
}

async function filesOf(
	{ config, type, work, checking }: Uploading,
	sources: readonly unknown[],
	fileName: string,
): Promise<MadeFiles> {
	const { format, prefix = '' } = config;
	const rules = chosenRowRules(config);
	// Rows of nothing are no reason to stop.
	if (holdNothing(sources)) rules.onRejectedRows = 'continue';
	const limits = partLimits(config);
	const { rows, ...names } = await messageRows(sources, config, type, work.values);
	const making = new FilesOfRows(names, {
		...{ type, format, fileName, prefix, rules, limits },
		...{ texts: NODE_RED_TEXTS, sources },
		areNumbersDoubtful: comesFromCsvNode(work.message),
	});
	return await madeFiles(making, rows, sources, { signal: work.signal, onRows: checking });
}

/** What would be uploaded. */
async function rehearsedRows(made: MadeFiles, type: ImportJobType) {
	const { mapping, timeZone } = made.files[0]?.summary ?? {};
	return {
		type,
		...(await rehearsalOf(preparedFromRows(made, type, {}))),
		...(mapping && { mapping }),
		...(timeZone && { timeZone }),
		...(made.warnings.length > 0 && { warnings: made.warnings }),
	};
}

/** Whether Node-RED's csv node made the objects: it alone puts `columns` on a message, and makes numbers of texts. */
export function comesFromCsvNode(message: Message): boolean {
	return typeof message['columns'] === 'string';
}

/** Whether there is not a single property in the objects. */
function holdNothing(sources: readonly unknown[]): boolean {
	return sources.every((source) => isPlainObject(source) && Object.keys(source).length === 0);
}

/** Uploads one file, or passes it on without uploading it. */
async function deliver(
	{ config, type, work, client, sending, sequence }: Uploading,
	{ file, part, summary }: MadeFile,
	derived: DerivedMessages,
): Promise<void> {
	const inSequence = (message: Message) => sequence(message, summary.part - 1, summary.parts);
	if (config.prepareOnly) {
		const message = derived.next(part.content, { type });
		work.send([inSequence({ ...message, filename: file.fileName, file: summary }), null]);
		return;
	}
	sending(file.sizeBytes);
	const { uploadEncoding = 'multipart' } = config;
	const fileRef = await client.upload(file, uploadEncoding, work.message._msgid);
	const mark = { fileRef, type, jobId: undefined };
	const told = { fileRef, ...summary, ...uploadedAs(summary.sourceRows, fileRef) };
	work.send([inSequence(derived.next(told, mark)), null]);
}

/** The objects that went into no file, for one message, which Split can take apart. */
function rejectedRows(sources: readonly unknown[], rejected: RejectedRow[]): unknown[] {
	return rejected.map(({ rowIndex, reasons }) => {
		const row = sources[rowIndex];
		const content = isPlainObject(row) ? row : { row };
		const told = { reasons, rowNumber: rowIndex + 1 };
		return { ...told, ...content, ...told };
	});
}

/** The error; if there are several files, it says which rows were not uploaded. */
function partFailed(thrown: unknown, { summary: { parts, firstRow } }: MadeFile): unknown {
	if (parts === 1 || !(thrown instanceof AdvocateError)) return thrown;
	return thrown.rephrased({
		hint: `${thrown.hint} The rows from row ${firstRow} on were not uploaded; the files before them were.`,
	});
}
