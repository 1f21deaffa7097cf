import type { ImportJobType } from '../api/job-types';
import type { UploadFile } from '../api/transport';
import type { ImportFormat } from '../files/file-name';
import type { CleanedFile } from '../rows/write/cleaned-file';
import type { MadeFile, MadeFiles } from '../rows/write/files-of-rows';

/** A source row that was not imported, and every reason. */
export interface RejectedSource {
	/** Of the source row, from 0; undefined if it can't be told which row it is. */
	rowIndex: number | undefined;
	reasons: readonly string[];
	/** Who refused it: the check before the upload, or Advocate. */
	stage: 'checked' | 'imported';
}

/** Source rows, in whole or in part: those that are in a file, and those that are not. */
export interface Stretch {
	rejected: readonly RejectedSource[];
	/** How many rows there are in which nothing is to be redeemed. */
	skipped: number;
}

/** A file that is ready to be imported, and the stretch of source rows that it was made from. */
export interface PreparedFile extends Stretch {
	file: UploadFile;
	format: ImportFormat;
	/** How many rows are in it. */
	rows: number;
	/** Which source rows these are, as an upload says it. */
	sourceRows: string;
	/** The same from 0, if there is an item for each; for a file that came in as one, undefined. */
	rowIndexes?: readonly number[];
}

/** What is to be imported, checked, before anything is sent. */
export interface PreparedImport extends Stretch {
	type: ImportJobType;
	/** Usually one; none if no row is left. */
	files: PreparedFile[];
	warnings: readonly string[];
	/** What else is said of all rows: `mapping`, `timeZone`, `fileName`, … */
	about: Record<string, unknown>;
}

/** Files made of rows. */
export function preparedFromRows(
	{ files, rejected, skipped, warnings }: MadeFiles,
	type: ImportJobType,
	about: Record<string, unknown>,
): PreparedImport {
	const all = rejected.map((row) => ({ ...row, stage: 'checked' as const }));
	return {
		...{ type, rejected: all, skipped, warnings, about },
		files: files.map((made, index) => {
			const from = index === 0 ? 0 : firstOf(made);
			const next = files[index + 1];
			const to = next === undefined ? Infinity : firstOf(next);
			return {
				file: made.file,
				format: made.summary.format,
				rows: made.summary.rows,
				sourceRows: made.summary.sourceRows,
				rowIndexes: made.part.rowIndexes,
				rejected: all.filter(({ rowIndex }) => rowIndex >= from && rowIndex < to),
				// It is not known where they are.
				skipped: index === 0 ? skipped : 0,
			};
		}),
	};
}

function firstOf({ part }: MadeFile): number {
	return part.rowIndexes[0] ?? 0;
}

/** A file whose rows were checked one by one. */
export function preparedFromFile(
	{ file, format, rejected, summary }: CleanedFile,
	type: ImportJobType,
): PreparedImport {
	const { rows, rowsSkipped = 0, sourceRows, warnings = [] } = summary;
	const { mapping, ignoredColumns, ignoredColumnCount, timeZone, dialect } = summary;
	const about = {
		fileName: file.fileName,
		...(mapping && { mapping }),
		...(ignoredColumns && { ignoredColumns }),
		...(ignoredColumnCount !== undefined && { ignoredColumnCount }),
		...{ timeZone, dialect },
	};
	const stretch: Stretch = {
		rejected: rejected.map(({ rowNumber, reasons }) => ({
			rowIndex: rowNumber - 1,
			...{ reasons, stage: 'checked' as const },
		})),
		skipped: rowsSkipped,
	};
	return {
		...{ type, warnings, about, ...stretch },
		files: rows === 0 ? [] : [{ ...stretch, file, format, rows, sourceRows }],
	};
}

/** How many source rows there are in a stretch. */
export function rowsIn({ rejected, skipped }: Stretch, inFiles: number): number {
	return inFiles + rejected.length + skipped;
}
