import type { ImportFormat } from '../import-files/file-name';
import type { ImportJobType } from '../job-types';
import { RowsByUser, sameUser, supersededBy, type DuplicateRule } from './duplicates';
import { csvHeader, csvLine, encodeCells, encodeLine } from './file-lines';
import { fieldKind } from './field-kinds';
import type { ReadRow } from './read-rows';
import type { ImportRow, RowChecker } from './row-checker';

export interface CleanOptions {
	type: ImportJobType;
	format: ImportFormat;
	duplicates: DuplicateRule;
}

/** A row that is left out of the cleaned file. */
export interface LeftOut {
	/** From 1, without the header. */
	rowNumber: number;
	source: Record<string, unknown>;
	reasons: string[];
}

type Batches = AsyncIterable<ReadRow[]>;

/**
 * Cleans an import file in two readings, so that neither the file nor its rows need to be held: the first
 * finds which rows count among those of one user, the second writes the good ones.
 */
export class RowCleaner {
	/** Indexes of the rows that went into the cleaned file, from 0. */
	readonly sources: number[] = [];
	readonly leftOut: LeftOut[] = [];

	/** The row that counts for each user: the last or the first, as the rule has it. */
	private readonly counts: RowsByUser;

	constructor(
		private readonly checker: RowChecker,
		private readonly options: CleanOptions,
	) {
		this.counts = new RowsByUser(options.type);
	}

	/** The first reading. */
	async find(batches: Batches): Promise<void> {
		const { duplicates } = this.options;
		for await (const { rowNumber, row } of this.checked(batches)) {
			if (row === undefined) continue;
			if (duplicates === 'reject' && this.counts.get(row) !== undefined) continue;
			this.counts.set(row, rowNumber);
		}
	}

	/**
	 * The second reading: the text of the cleaned file, piece by piece.
	 *
	 * @param columns of a CSV file, in their order
	 */
	async *clean(batches: Batches, columns: string[]): AsyncGenerator<string> {
		const { format, type } = this.options;
		const known = columns.filter((column) => fieldKind(column, type) !== undefined);
		if (format === 'csv') yield csvHeader(known);
		let text = '';
		for await (const { rowNumber, row, source, reasons } of this.checked(batches)) {
			const against = row === undefined ? reasons : this.duplicateReasons(row, rowNumber);
			const written =
				row === undefined || against.length > 0 ? { reasons: against } : lineOf(row, format, known);
			if ('reasons' in written) {
				this.leftOut.push({ rowNumber, source, reasons: written.reasons });
				continue;
			}
			this.sources.push(rowNumber - 1);
			text += written.line;
			if (text.length < BLOCK) continue;
			yield text;
			text = '';
		}
		if (text !== '') yield text;
	}

	private duplicateReasons(row: ImportRow, rowNumber: number): string[] {
		const counting = this.counts.get(row) ?? rowNumber;
		if (counting === rowNumber) return [];
		return [counting > rowNumber ? supersededBy(counting) : sameUser(counting)];
	}

	private async *checked(batches: Batches): AsyncGenerator<{
		rowNumber: number;
		source: Record<string, unknown>;
		row: ImportRow | undefined;
		reasons: string[];
	}> {
		let rowNumber = 0;
		for await (const batch of batches) {
			for (const { source, problem } of batch) {
				rowNumber++;
				const checked = problem === undefined ? this.checker.check(source) : { reasons: [problem] };
				if ('row' in checked) yield { rowNumber, source, row: checked.row, reasons: [] };
				else yield { rowNumber, source, row: undefined, reasons: checked.reasons };
			}
		}
	}
}

/** Characters gathered before they are handed on. */
const BLOCK = 1 << 16;

/** A row's line, end included, or why the format can't hold it. */
function lineOf(
	row: ImportRow,
	format: ImportFormat,
	columns: string[],
): { line: string } | { reasons: string[] } {
	if (format === 'jsonl') return { line: `${encodeLine(row).line}\n` };
	const encoded = encodeCells(row);
	return 'reasons' in encoded ? encoded : { line: csvLine(encoded.cells, columns) };
}
