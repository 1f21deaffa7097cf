import { NO_REASONS, type AcceptedRows, type GatheredRows } from './accepted-rows';
import { LineBlocks } from './line-blocks';
import type { ImportRow } from '../check/row-checker';

/**
 * Rows as lines of JSON. Lines become bytes at once, and a row is three numbers from then on: keeping half a million
 * texts or objects until the file is written costs more than making them.
 */
export class LineRows implements GatheredRows {
	private readonly rowIndexes: number[] = [];
	private readonly marks: number[] = [];
	private readonly sizes: number[] = [];
	private readonly lines = new LineBlocks();

	add(row: ImportRow, rowIndex: number, mark: number): readonly string[] {
		const bytes = this.lines.add(JSON.stringify(row));
		this.rowIndexes.push(rowIndex);
		this.marks.push(mark);
		this.sizes.push(bytes);
		return NO_REASONS;
	}

	end(superseded: ReadonlySet<number>): AcceptedRows {
		const { rowIndexes, marks, sizes } = this;
		const isSent = (_: number, row: number) => !superseded.has(rowIndexes[row] ?? 0);
		const sent = (numbers: number[]) => (superseded.size === 0 ? numbers : numbers.filter(isSent));
		const starts = startsOf(sizes);
		return new AcceptedLines(
			sent(rowIndexes),
			sent(marks),
			sent(sizes),
			superseded.size === 0 ? starts : starts.filter(isSent),
			this.lines.end(),
		);
	}
}

/** Where each line begins among all bytes. */
function startsOf(sizes: readonly number[]): Float64Array {
	const starts = new Float64Array(sizes.length);
	for (let row = 1; row < sizes.length; row++) {
		starts[row] = (starts[row - 1] ?? 0) + (sizes[row - 1] ?? 0);
	}
	return starts;
}

class AcceptedLines implements AcceptedRows {
	constructor(
		readonly rowIndexes: readonly number[],
		readonly marks: readonly number[],
		readonly sizes: readonly number[],
		private readonly starts: Float64Array,
		private readonly blocks: readonly Buffer[],
	) {}

	columnsOf(): readonly string[] {
		return NO_COLUMNS;
	}

	chunks(first: number, end: number): Buffer[] {
		const chunks: Buffer[] = [];
		const blocks = this.blocks.values();
		let block = Buffer.alloc(0);
		let blockEnd = 0;
		for (const [from, to] of this.stretches(first, end)) {
			for (let at = from; at < to; ) {
				for (; blockEnd <= at; blockEnd += block.length) block = blocks.next().value ?? block;
				const until = Math.min(to, blockEnd);
				const blockStart = blockEnd - block.length;
				chunks.push(block.subarray(at - blockStart, until - blockStart));
				at = until;
			}
		}
		return chunks;
	}

	/** Stretches of lines without a superseded one between them: from and to which byte. */
	private stretches(first: number, end: number): Array<[number, number]> {
		const stretches: Array<[number, number]> = [];
		let from = -1;
		let to = -1;
		for (let row = first; row < end; row++) {
			const start = this.starts[row] ?? 0;
			if (start !== to) {
				if (from >= 0) stretches.push([from, to]);
				from = start;
			}
			to = start + (this.sizes[row] ?? 0);
		}
		return from < 0 ? stretches : [...stretches, [from, to]];
	}
}

const NO_COLUMNS: readonly string[] = [];
