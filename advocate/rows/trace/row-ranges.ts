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

/**
 * The source row of a row of the file.
 *
 * @param fileRow counted from 1
 * @returns counted from 1; undefined for a row that the file does not have, or a text that is not ranges
 */
export function sourceRowOf(ranges: WrittenRanges, fileRow: number): number | undefined {
	if (!Number.isInteger(fileRow)) return undefined;
	let before = 0;
	for (const [first, last] of rangesIn(ranges) ?? []) {
		const length = last - first + 1;
		if (fileRow > before && fileRow <= before + length) return first + fileRow - before - 1;
		before += length;
	}
	return undefined;
}

/** All source rows, counted from 1, in the order of the file. */
export function* sourceRowsIn(ranges: WrittenRanges): Generator<number> {
	for (const [first, last] of rangesIn(ranges) ?? []) {
		for (let row = first; row <= last; row++) yield row;
	}
}

/** The first and the last source row of each range; undefined for a text that is not ranges. */
export function rangesIn(ranges: WrittenRanges): Array<[first: number, last: number]> | undefined {
	const read: Array<[number, number]> = [];
	for (const range of ranges.split(',')) {
		const [, first = '', last = first] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
		if (first === '' || Number(first) < 1 || Number(last) < Number(first)) return undefined;
		read.push([Number(first), Number(last)]);
	}
	return read;
}
