import { BLOCK, NO_REASONS, type AcceptedRows, type GatheredRows } from './accepted-rows';
import { csvHeader, csvLine, encodeCells, type Cells } from './file-lines';
import type { ImportRow } from '../check/row-checker';

/** Rows as CSV cells by column: only when all rows of a file are known are its columns. */
export class CellRows implements GatheredRows {
	private readonly rows: Array<{ cells: Cells; bytes: number; source: number }> = [];

	add(row: ImportRow, source: number): readonly string[] {
		const encoded = encodeCells(row);
		if ('reasons' in encoded) return encoded.reasons;
		this.rows.push({ ...encoded, source });
		return NO_REASONS;
	}

	end(superseded: ReadonlySet<number>): AcceptedRows {
		const sent = this.rows.filter(({ source }) => !superseded.has(source));
		return new AcceptedCells(
			sent.map(({ source }) => source),
			sent.map(({ bytes }) => bytes),
			sent.map(({ cells }) => cells),
		);
	}
}

class AcceptedCells implements AcceptedRows {
	constructor(
		readonly sources: readonly number[],
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
			if (text.length < BLOCK) continue;
			chunks.push(Buffer.from(text));
			text = '';
		}
		return [...chunks, Buffer.from(text)];
	}
}
