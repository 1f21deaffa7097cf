import type { ImportJobType } from '../api/job-types';
import type { ImportFile } from '../file-check/import-file';
import { inPieces } from '../files/content';
import type { HostTexts } from '../host-texts';
import { rowsMatched, type SetColumn } from '../rows/read/named-rows';
import { readRows } from '../rows/read/read-rows';
import type { NamesOfFile } from '../rows/write/cleaned-file';
import { idColumns, type FieldChoice } from './id-columns';

/** How many rows of a file are read to learn its names. */
const ROWS_READ = 1_000;

/**
 * What the names in a file stand for: matched as those of items are. Reads the header of a CSV file, and the first rows
 * of any.
 *
 * @param columns set by hand besides those of the choices
 * @throws {AdvocateError} as idColumns does
 */
export async function namesOfFile(
	{ file, format }: ImportFile,
	type: ImportJobType,
	{ choices, columns }: { choices: readonly FieldChoice[]; columns: readonly SetColumn[] },
	texts: HostTexts,
): Promise<NamesOfFile> {
	let header: string[] = [];
	const rows: Array<Record<string, unknown>> = [];
	const batches = readRows(inPieces(await file.open()), format, (found) => (header = found));
	for await (const batch of batches) {
		for (const { row } of batch.slice(0, ROWS_READ - rows.length)) rows.push(row);
		if (rows.length >= ROWS_READ) break;
	}
	const byHand = [
		...idColumns(choices, { rows, columns: header }, type, 'matched', texts.imports),
		...columns,
	];
	const { matched, otherNamesExpected } = rowsMatched([], byHand, type, texts.file);
	return { matched, otherNamesExpected, columns: byHand };
}

/**
 * Some rows of a file by their indexes (from 0), as the file has them. Reads it up to the last of them.
 */
export async function rowsOfFile(
	{ file, format }: ImportFile,
	rowIndexes: ReadonlySet<number>,
): Promise<Map<number, Record<string, unknown>>> {
	const rows = new Map<number, Record<string, unknown>>();
	let rowIndex = 0;
	for await (const batch of readRows(inPieces(await file.open()), format)) {
		for (const { row } of batch) {
			if (rowIndexes.has(rowIndex)) rows.set(rowIndex, ownRow(row));
			rowIndex++;
		}
		if (rows.size === rowIndexes.size) break;
	}
	return rows;
}

/** A text cut from a chunk of the file keeps the whole chunk in memory, so what is kept for long is copied. */
function ownRow(row: Record<string, unknown>): Record<string, unknown> {
	return JSON.parse(JSON.stringify(row)) as Record<string, unknown>;
}
