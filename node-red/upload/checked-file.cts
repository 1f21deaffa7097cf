import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { inPieces } from '../../advocate/content-pieces.ts';
import { FileRefusedError } from '../../advocate/errors.ts';
import type { ImportJobType } from '../../advocate/job-types.ts';
import { RowCleaner, type LeftOut } from '../../advocate/rows/clean-rows.ts';
import { fieldKind } from '../../advocate/rows/field-kinds.ts';
import { DEFAULT_LIMITS } from '../../advocate/rows/file-parts.ts';
import { readRows, type ReadRow } from '../../advocate/rows/read-rows.ts';
import { RowChecker } from '../../advocate/rows/row-checker.ts';
import type { SourceRowRanges } from '../../advocate/rows/source-rows.ts';
import type { FileContent } from '../../advocate/transport.ts';
import type { ImportFile } from '../../nodes/AdvocateUpload/import-file.ts';
import type { ScratchFolder } from './scratch-folder.cts';
import type { RowRules } from './upload-config.cts';

/** A file less the rows that would fail. */
export interface CheckedFile extends ImportFile {
	/** The rows in it among those of the file. */
	sources: SourceRowRanges;
	leftOut: LeftOut[];
	warnings: string[];
}

/**
 * Checks every row of a file and writes the good ones into a new one. Streams: what is held of the file is
 * a chunk of it, the rows that are left out, and for users the IDs.
 *
 * @param onRows told how many rows have been read so far, in the second of two readings
 * @returns the new file, or why the file is refused as a whole
 */
export async function checkedFile(
	{ file, format }: ImportFile,
	{ type, duplicates, ...rules }: RowRules & { type: ImportJobType },
	scratch: ScratchFolder,
	{ signal, onRows }: { signal: AbortSignal; onRows: (rows: number) => void },
): Promise<CheckedFile | FileRefusedError> {
	const checker = new RowChecker({ type, ...rules });
	const cleaner = new RowCleaner(checker, { type, format, duplicates });
	let columns: string[] = [];
	const rowsOf = (content: FileContent) =>
		readRows(inPieces(content), format, (header) => {
			columns = header;
		});
	const problem = (await cleaner.find(rowsOf(await file.open()))) ?? columnTwice(columns, type);
	if (problem !== undefined) return new FileRefusedError(file.fileName, [problem]);
	const rows = counted(rowsOf(await file.open()), onRows);
	const path = await scratch.keep(cleaner.clean(rows, columns), signal);
	const { size } = await stat(path);
	return {
		format,
		file: { ...file, sizeBytes: size, open: () => Promise.resolve(createReadStream(path)) },
		sources: cleaner.sources,
		leftOut: cleaner.leftOut,
		warnings: [...checker.warnings, ...rowCountWarning(cleaner.sources.count)],
	};
}

async function* counted(
	batches: AsyncIterable<ReadRow[]>,
	onRows: (rows: number) => void,
): AsyncGenerator<ReadRow[]> {
	let rows = 0;
	for await (const batch of batches) {
		rows += batch.length;
		onRows(rows);
		yield batch;
	}
}

/** Of two columns of one name, rows would have the second one's values, and the first one's would be lost. */
function columnTwice(columns: string[], type: ImportJobType): string | undefined {
	const known = columns.filter((column) => fieldKind(column, type) !== undefined);
	const twice = known.find((column, index) => known.indexOf(column) < index);
	return twice === undefined ? undefined : `The column "${twice}" is there twice.`;
}

function rowCountWarning(rows: number): string[] {
	const most = DEFAULT_LIMITS.rows;
	if (rows <= most) return [];
	return [
		`The file has ${rows.toLocaleString('en-US')} rows, and Advocate recommends at most ${most.toLocaleString('en-US')} in one. If the import does not go through, split the file.`,
	];
}
