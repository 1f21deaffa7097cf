import { isImportJobType } from '../../api/job-types';
import type { Job } from '../../api/schema';
import { AdvocateError } from '../../errors';
import type { TraceTexts } from '../../host-texts';
import { findUser, type UserPaths } from './field-finder';
import { sourceListOf } from './list-fingerprint';
import { sourceRowsIn, type RowRange } from './row-ranges';
import { parsedSourceRows, uploadFingerprint, type SourceRows } from './source-rows';

type Row = Record<string, unknown>;

/** What traces a row of the errors file back to the row that it came from, as a person gave it. */
export interface RowOrigin {
	/** `sourceRows` as an upload returned it; empty if rows are not to be traced. */
	sourceRows?: string;
	/** The rows that went into the upload. */
	rows?: readonly Row[];
	/** The number that Advocate gives the first row of a file: 0, 1, or 2 if it counts the header. */
	firstRecordNumber?: number;
}

/** The same, once it has proved to belong together and to the job. */
export interface ProvenOrigin {
	ranges: readonly RowRange[];
	rows?: readonly Row[];
	/** Where the rows say which user they are about. */
	user: UserPaths;
	firstRecordNumber?: number;
}

/**
 * What rows of a job can be traced by, if it is about this job: a row number leads to another row in another
 * list, in another order or behind a filter, so a list has to be the one that was uploaded, row by row.
 *
 * @returns undefined if rows are not to be traced
 * @throws {AdvocateError} SETTINGS_INVALID for source rows that prove nothing or are those of another upload, and
 * for another list
 */
export function provenOrigin(
	{ sourceRows: text = '', rows, firstRecordNumber }: RowOrigin,
	job: Pick<Job, 'type' | 'fileRef'>,
	texts: TraceTexts,
): ProvenOrigin | undefined {
	if (text.trim() === '') return undefined;
	const sourceRows = parsedSourceRows(text);
	if (sourceRows === undefined) throw provesNothing(texts);
	const { ranges, upload } = sourceRows;
	const isOfJob = !upload || !job.fileRef || uploadFingerprint(job.fileRef) === upload;
	if (!isOfJob) throw ofAnotherUpload(texts);
	if (rows === undefined) return { ranges, user: {}, firstRecordNumber };
	assertUploaded(rows, sourceRows, texts);
	return { ranges, rows, user: userIn(rows, sourceRows, job), firstRecordNumber };
}

/** @throws {AdvocateError} SETTINGS_INVALID for another list */
function assertUploaded(rows: readonly Row[], { list }: SourceRows, texts: TraceTexts): void {
	if (rows.length !== list.length) {
		throw anotherList(`it had ${list.length} rows, and these are ${rows.length}`, texts);
	}
	if (sourceListOf(rows).fingerprint !== list.fingerprint) {
		throw anotherList('these are other rows, or the same in another order', texts);
	}
}

function userIn(
	rows: readonly Row[],
	{ ranges, file }: SourceRows,
	{ type }: Pick<Job, 'type'>,
): UserPaths {
	if (!isImportJobType(type)) return {};
	return findUser(() => sourcesOf(rows, ranges), type, file);
}

function* sourcesOf(rows: readonly Row[], ranges: readonly RowRange[]): Generator<Row> {
	for (const sourceRow of sourceRowsIn(ranges)) yield rows[sourceRow - 1] ?? {};
}

function provesNothing({ giveSourceRows }: TraceTexts): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		'The source rows do not say which list they are rows of, so failed rows were not traced',
		{ hint: giveSourceRows },
	);
}

function ofAnotherUpload({ giveSourceRows }: TraceTexts): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		"The source rows are those of another upload than the job's, so failed rows were not traced",
		{ hint: giveSourceRows },
	);
}

function anotherList(why: string, { giveUploadedList }: TraceTexts): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`The source items are not the list that was uploaded (${why}), so failed rows were not traced`,
		{ hint: giveUploadedList },
	);
}
