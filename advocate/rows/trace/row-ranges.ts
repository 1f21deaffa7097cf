/**
 * Which source row each row of a file came from, in short: ranges of source rows, counted from 1, in the
 * order of the file. `"1-41,43-100"` says that row 42 of the file is source row 43.
 */
export type WrittenRanges = string;

/** @param rowIndexes of source rows, from 0, in the order of the file */
export function rangesOf(rowIndexes: readonly number[]): WrittenRanges {
	const ranges = new RowRanges();
	for (const rowIndex of rowIndexes) ranges.add(rowIndex + 1);
	return ranges.written();
}

/** Collects source rows one by one; millions of consecutive ones take no more room than two numbers. */
export class RowRanges {
	private rows = 0;
	private readonly ended: string[] = [];
	private first = 0;
	private last = 0;

	/** How many there are. */
	get count(): number {
		return this.rows;
	}

	/** @param sourceRow counted from 1 */
	add(sourceRow: number): void {
		this.rows++;
		if (this.rows > 1 && sourceRow === this.last + 1) {
			this.last = sourceRow;
			return;
		}
		this.endRange();
		this.first = sourceRow;
		this.last = sourceRow;
	}

	written(): WrittenRanges {
		const { first, last } = this;
		const open = this.rows === 0 ? [] : [first === last ? `${first}` : `${first}-${last}`];
		return [...this.ended, ...open].join(',');
	}

	private endRange(): void {
		const { first, last } = this;
		if (first > 0) this.ended.push(first === last ? `${first}` : `${first}-${last}`);
	}
}

/** A range as it was read. */
export interface RowRange {
	/** Source rows, counted from 1. */
	first: number;
	last: number;
	/** How many rows of the file come before it. */
	before: number;
}

/** Reads ranges; undefined for a text that is none. */
export function readRanges(text: WrittenRanges): RowRange[] | undefined {
	const ranges: RowRange[] = [];
	let before = 0;
	for (const range of text.split(',')) {
		const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
		const [first, last] = [Number(from), Number(to)];
		if (from === '' || first < 1 || last < first) return undefined;
		ranges.push({ first, last, before });
		before += last - first + 1;
	}
	return ranges;
}

/**
 * The source row of a row of the file.
 *
 * @param fileRow counted from 1
 * @returns counted from 1; undefined for a row that the file does not have
 */
export function sourceRowOf(ranges: readonly RowRange[], fileRow: number): number | undefined {
	if (!Number.isInteger(fileRow) || fileRow < 1) return undefined;
	// The last range that begins before the row: there may be as many ranges as rows.
	let low = 0;
	let high = ranges.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((ranges[middle]?.before ?? 0) < fileRow) low = middle + 1;
		else high = middle;
	}
	const range = ranges[low - 1];
	if (range === undefined) return undefined;
	const sourceRow = range.first + fileRow - range.before - 1;
	return sourceRow <= range.last ? sourceRow : undefined;
}

/** All source rows, counted from 1, in the order of the file. */
export function* sourceRowsIn(ranges: readonly RowRange[]): Generator<number> {
	for (const { first, last } of ranges) {
		for (let row = first; row <= last; row++) yield row;
	}
}
