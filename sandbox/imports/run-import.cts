import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { ApiError } from '../api-error.cts';
import type { Settings } from '../settings.cts';
import type { EventKeys } from './event-keys.cts';
import type { ImportedFile, RowFailure } from './imported-file.cts';
import { UnreadableFile, readRows } from './read-rows.cts';
import type { ImportRow } from './read-rows.cts';
import { checkRow, isLeftOut } from './row-rules.cts';
import type { RowContext } from './value-rules.cts';

/** An import file to read, and where to note which rows fail. */
export interface ImportRun {
	file: ImportedFile;
	tenantAlias: string;
	eventKeys: EventKeys;
	settings: RowContext['settings'] & Pick<Settings, 'countRowsLeftOut'>;
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
 * Reads a file to its end, checks each row and notes those that fail. The memory it takes does not
 * grow with the file.
 */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
	const failures = createWriteStream(run.file.failuresPath);
	try {
		return await processRows(run, failures);
	} finally {
		failures.end();
		await finished(failures);
	}
}

async function processRows(run: ImportRun, failures: WriteStream): Promise<ImportOutcome> {
	const { type, format, sourcePath } = run.file;
	const counts = { read: 0, parsed: 0, leftOut: 0, failed: 0 };
	let fatal: string | undefined;
	try {
		for await (const row of readRows(sourcePath, format)) {
			run.signal.throwIfAborted();
			const index = counts.read++;
			if (row.value) counts.parsed += 1;
			if (row.value && isLeftOut(type, row.value)) {
				counts.leftOut += 1;
				continue;
			}
			const refusal = refusalOf(run, row);
			if (!refusal) continue;
			counts.failed += 1;
			await note(failures, { index, ...refusal.body });
		}
		// A file none of whose lines is JSON is not a JSONL file.
		if (counts.read > 0 && counts.parsed === 0) fatal = 'No row of the file can be read';
	} catch (error) {
		if (!(error instanceof UnreadableFile)) throw error;
		fatal = error.message;
	}
	const skipped = run.settings.countRowsLeftOut ? 0 : counts.leftOut;
	return { recordsProcessed: counts.read - skipped, errors: counts.failed, fatal };
}

/** Why a row is refused, if it is. */
function refusalOf(
	{ file: { type, format }, tenantAlias, eventKeys, settings }: ImportRun,
	{ value, problem = '' }: ImportRow,
): ApiError | undefined {
	const failure = value ? checkRow(type, value, { format, settings }) : problem;
	if (failure !== undefined) return new ApiError(400, failure);
	const key = type === 'MUTATION/USER_EVENT' ? value?.idempotencyKey : undefined;
	if (typeof key !== 'string' || eventKeys.take(tenantAlias, key)) return undefined;
	return new ApiError(409, 'An event with this idempotencyKey has been received already');
}

/** Adds a line; resolves once the next may be written. */
async function note(failures: WriteStream, failure: RowFailure): Promise<void> {
	if (!failures.write(`${JSON.stringify(failure)}\n`)) await once(failures, 'drain');
}
