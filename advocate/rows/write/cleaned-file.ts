import { inPieces } from '../../files/pieces';
import { FileRefusedError } from '../../errors';
import type { ImportFile } from '../../file-check/import-file';
import type { ImportJobType } from '../../api/job-types';
import type { FileContent, UploadFile } from '../../api/transport';
import { RowCleaner, type LeftOut } from './clean-rows';
import { fieldKind } from '../../fields/kinds';
import { DEFAULT_LIMITS } from './file-parts';
import { readRows, type ReadRow } from '../read/read-rows';
import { RowChecker } from '../check/row-checker';
import { assertNoneRejected, type RowRules } from '../check/row-rules';
import type { SourceRowRanges } from '../trace/row-ranges';

export interface CleaningOptions extends RowRules {
	type: ImportJobType;
	/** See assertNoneRejected. */
	howToGoOn: string;
	/**
	 * Puts the cleaned file somewhere, as it comes.
	 *
	 * @param content that of the file it is made from, which is being read
	 */
	keep: (
		pieces: AsyncIterable<string>,
		content: FileContent,
	) => Promise<Pick<UploadFile, 'sizeBytes' | 'open'>>;
	/** Told how many rows have been read so far, in each of two readings; may throw to end it. */
	onRows?: (rows: number) => void;
}

/** A file less the rows that would fail. */
export interface CleanedFile extends ImportFile {
	/** The rows in it among those of the file. */
	sources: SourceRowRanges;
	leftOut: LeftOut[];
	/** What an upload tells of it. */
	summary: { rows: number; rowsRejected: number; sourceRows: string; warnings?: string[] };
}

/**
 * Checks every row of a file and writes the good ones into a new one. Streams: what is held of the file is
 * a chunk of it, the rows that are left out, and for users the IDs.
 *
 * @returns the new file, or why the file is refused as a whole
 * @throws {AdvocateError} FILE_REFUSED when a row is left out and that is to stop everything
 */
export async function cleanedFile(
	{ file, format }: ImportFile,
	{ keep, onRows, howToGoOn, ...rules }: CleaningOptions,
): Promise<CleanedFile | FileRefusedError> {
	const { type, duplicates } = rules;
	const checker = new RowChecker(rules);
	const cleaner = new RowCleaner(checker, { type, format, duplicates });
	let columns: string[] = [];
	const rowsOf = (content: FileContent) =>
		counted(
			readRows(inPieces(content), format, (header) => (columns = header)),
			onRows,
		);
	const problem = (await cleaner.find(rowsOf(await file.open()))) ?? columnTwice(columns, type);
	if (problem !== undefined) return new FileRefusedError(file.fileName, [problem]);
	const content = await file.open();
	const kept = await keep(cleaner.clean(rowsOf(content), columns), content);
	const { sources, leftOut } = cleaner;
	assertNoneRejected({ count: leftOut.length, first: leftOut[0] }, rules, howToGoOn);
	const warnings = [...checker.warnings, ...rowCountWarning(sources.count)];
	return {
		format,
		file: { ...file, ...kept },
		sources,
		leftOut,
		summary: {
			rows: sources.count,
			rowsRejected: leftOut.length,
			sourceRows: sources.written(),
			...(warnings.length > 0 && { warnings }),
		},
	};
}

async function* counted(
	batches: AsyncIterable<ReadRow[]>,
	onRows: ((rows: number) => void) | undefined,
): AsyncGenerator<ReadRow[]> {
	let rows = 0;
	for await (const batch of batches) {
		rows += batch.length;
		onRows?.(rows);
		yield batch;
	}
}

/** Of two columns of one name, rows would have the second one's values, and the first one's would be lost. */
function columnTwice(columns: string[], type: ImportJobType): string | undefined {
	const seen = new Set<string>();
	for (const name of columns.filter((column) => fieldKind(column, type) !== undefined)) {
		if (seen.has(name)) return `The column "${name}" is there twice.`;
		seen.add(name);
	}
	return undefined;
}

function rowCountWarning(rows: number): string[] {
	const most = DEFAULT_LIMITS.rows;
	if (rows <= most) return [];
	return [
		`The file has ${rows.toLocaleString('en-US')} rows, and Advocate recommends at most ${most.toLocaleString('en-US')} in one. If the import does not go through, split the file.`,
	];
}
