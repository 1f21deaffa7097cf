import { ApiError } from '../api-error.cts';
import type { ImportType } from '../job-types.cts';
import { valueAt } from '../json-object.cts';
import type { EventKeys } from './event-keys.cts';
import { UnreadableFile, formatOf, readRows } from './read-rows.cts';
import type { ImportFormat, ImportRow } from './read-rows.cts';
import { ResultsWriter, errorColumns, resultColumns } from './results-files.cts';
import type { OutputFormat } from './results-files.cts';
import { checkRow } from './row-rules.cts';
import type { RowContext } from './value-rules.cts';

/** An import file to read, and where to write its results. */
export interface ImportRun {
	type: ImportType;
	tenantAlias: string;
	eventKeys: EventKeys;
	settings: RowContext['settings'];
	fileRef: string;
	sourcePath: string;
	resultsPath: string;
	errorsPath: string;
	outputFormat: OutputFormat;
	recordNumberBase: number;
	/** Ends the reading early, when the sandbox closes. */
	signal: AbortSignal;
}

/** The outcome of reading a file. */
export interface ImportOutcome {
	recordsProcessed: number;
	errors: number;
	/** Why the file cannot be imported at all, which ends the job as ABORTED. */
	fatal?: string;
}

/**
 * Reads a file to its end, checks each row, and writes the results and errors files. The memory it
 * takes does not grow with the file.
 */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
	const format = formatOf(run.fileRef);
	if (!format) return { recordsProcessed: 0, errors: 0, fatal: 'Unsupported file type' };
	const results = new ResultsWriter(run.resultsPath, run.outputFormat, resultColumns(run.type));
	const errors = new ResultsWriter(run.errorsPath, run.outputFormat, errorColumns);
	try {
		return await processRows(run, format, results, errors);
	} finally {
		await Promise.all([results.close(), errors.close()]);
	}
}

async function processRows(
	run: ImportRun,
	format: ImportFormat,
	results: ResultsWriter,
	errors: ResultsWriter,
): Promise<ImportOutcome> {
	let read = 0;
	let parsed = 0;
	let fatal: string | undefined;
	try {
		for await (const row of readRows(run.sourcePath, format)) {
			run.signal.throwIfAborted();
			if (row.value) parsed += 1;
			await processRow(run, format, row, run.recordNumberBase + read, results, errors);
			read += 1;
		}
		// A file none of whose lines is JSON is not a JSONL file.
		if (read > 0 && parsed === 0) fatal = 'No row of the file can be read';
	} catch (error) {
		if (!(error instanceof UnreadableFile)) throw error;
		fatal = error.message;
	}
	return { recordsProcessed: read, errors: errors.lines, fatal };
}

async function processRow(
	run: ImportRun,
	format: ImportFormat,
	row: ImportRow,
	recordNumber: number,
	results: ResultsWriter,
	errors: ResultsWriter,
): Promise<void> {
	const refusal = refusalOf(run, format, row);
	if (refusal) {
		const { message, apiErrorCode, statusCode } = refusal.body;
		return await errors.write([recordNumber, message, apiErrorCode, statusCode]);
	}
	const [, ...subject] = resultColumns(run.type);
	await results.write([recordNumber, ...subject.map((path) => valueAt(row.value ?? {}, path))]);
}

/** Why a row is refused, if it is. */
function refusalOf(
	{ type, tenantAlias, eventKeys, settings }: ImportRun,
	format: ImportFormat,
	{ value, problem = '' }: ImportRow,
): ApiError | undefined {
	const failure = value ? checkRow(type, value, { format, settings }) : problem;
	if (failure !== undefined) return new ApiError(400, failure);
	const key = type === 'MUTATION/USER_EVENT' ? value?.idempotencyKey : undefined;
	if (typeof key !== 'string' || eventKeys.take(tenantAlias, key)) return undefined;
	return new ApiError(409, 'An event with this idempotencyKey has been received already');
}
