import {
	CHARACTERS_PER_CHUNK,
	NO_REASONS,
	type AcceptedRows,
	type GatheredRows,
} from './accepted-rows';
import { csvHeader, csvLine, encodeCells, type Cells } from './file-lines';
import type { ImportJobType } from '../../api/job-types';
import type { ImportRow } from '../check/row-checker';

/** Rows as CSV cells by column: the columns of a file are known only once all its rows are. */
export class CellRows implements GatheredRows {
	private readonly rows: Array<{ cells: Cells; bytes: number; rowIndex: number }> = [];
	/** By themselves, as such large numbers take more room in an object. */
	private readonly marks: number[] = [];

	constructor(private readonly type: ImportJobType) {}

	add(row: ImportRow, rowIndex: number, mark: number): readonly string[] {
		const encoded = encodeCells(row, this.type);
		if ('reasons' in encoded) return encoded.reasons;
		this.rows.push({ ...encoded, rowIndex });
		this.marks.push(mark);
		return NO_REASONS;
	}

	end(superseded: ReadonlySet<number>): AcceptedRows {
		const { rows, marks } = this;
		const isSent = (_: unknown, row: number) => !superseded.has(rows[row]?.rowIndex ?? -1);
		const sent = rows.filter(isSent);
		return new AcceptedCells(
			sent.map(({ rowIndex }) => rowIndex),
			marks.filter(isSent),
			sent.map(({ bytes }) => bytes),
			sent.map(({ cells }) => cells),
		);
	}
}

class AcceptedCells implements AcceptedRows {
	constructor(
		readonly rowIndexes: readonly number[],
		readonly marks: readonly number[],
		readonly sizes: readonly number[],
		private readonly cells: readonly Cells[],
	) {}

	columnsOf(row: number): Iterable<string> {
		return this.cells[row]?.keys() ?? [];
	}

	chunks(first: number, end: number, columns: string[]): Buffer[] {
		const chunks: Buffer[] = [];
		let text = csvHeader(columns);
		for (let row = first; row < end; row++) {
			text += csvLine(this.cells[row] ?? new Map(), columns);
			if (text.length < CHARACTERS_PER_CHUNK) continue;
			chunks.push(Buffer.from(text));
			text = '';
		}
		return [...chunks, Buffer.from(text)];
	}
}
