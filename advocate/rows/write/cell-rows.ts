import {
	CHARACTERS_PER_CHUNK,
	NO_REASONS,
	type AcceptedRows,
	type GatheredRows,
} from './accepted-rows';
import { csvHeader, csvLine, encodeCells, type Cells } from './file-lines';
import type { ImportJobType } from '../../api/job-types';
import type { ImportRow } from '../check/row-checker';

interface AcceptedCellRow {
	cells: Cells;
	bytes: number;
	rowIndex: number;
	mark: number;
}

/** Rows as CSV cells by column: the columns of a file are known only once all its rows are. */
export class CellRows implements GatheredRows {
	private readonly rows: AcceptedCellRow[] = [];

	constructor(private readonly type: ImportJobType) {}

	add(row: ImportRow, rowIndex: number, mark: number): readonly string[] {
		const encoded = encodeCells(row, this.type);
		if ('reasons' in encoded) return encoded.reasons;
		this.rows.push({ ...encoded, rowIndex, mark });
		return NO_REASONS;
	}

	end(superseded: ReadonlySet<number>): AcceptedRows {
		const sent = this.rows.filter(({ rowIndex }) => !superseded.has(rowIndex));
		return new AcceptedCells(
			sent.map(({ rowIndex }) => rowIndex),
			sent.map(({ mark }) => mark),
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
