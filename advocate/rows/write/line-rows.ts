import {
	CHARACTERS_PER_CHUNK,
	NO_REASONS,
	type AcceptedRows,
	type GatheredRows,
} from './accepted-rows';
import { encodeLine } from './file-lines';
import type { ImportRow } from '../check/row-checker';

/**
 * Rows as lines of JSON. Lines become bytes soon after they are made, many at a time, and a row is four
 * numbers from then on: keeping half a million texts or objects until the file is written costs more than
 * making them.
 */
export class LineRows implements GatheredRows {
	private readonly rowIndexes: number[] = [];
	private readonly marks: number[] = [];
	private readonly sizes: number[] = [];
	/** Where each line begins among all bytes. */
	private readonly starts: number[] = [];
	private readonly blocks: Buffer[] = [];
	private text = '';
	private bytes = 0;

	add(row: ImportRow, rowIndex: number, mark: number): readonly string[] {
		const { line, bytes } = encodeLine(row);
		this.text += `${line}\n`;
		this.rowIndexes.push(rowIndex);
		this.marks.push(mark);
		this.sizes.push(bytes);
		this.starts.push(this.bytes);
		this.bytes += bytes;
		if (this.text.length >= CHARACTERS_PER_CHUNK) this.endBlock();
		return NO_REASONS;
	}

	end(superseded: ReadonlySet<number>): AcceptedRows {
		this.endBlock();
		const { rowIndexes, marks, sizes, starts, blocks } = this;
		const isSent = (_: number, row: number) => !superseded.has(rowIndexes[row] ?? 0);
		const sent = (numbers: number[]) => (superseded.size === 0 ? numbers : numbers.filter(isSent));
		return new AcceptedLines(sent(rowIndexes), sent(marks), sent(sizes), sent(starts), blocks);
	}

	private endBlock(): void {
		this.blocks.push(Buffer.from(this.text));
		this.text = '';
	}
}

class AcceptedLines implements AcceptedRows {
	constructor(
		readonly rowIndexes: readonly number[],
		readonly marks: readonly number[],
		readonly sizes: readonly number[],
		private readonly starts: readonly number[],
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
