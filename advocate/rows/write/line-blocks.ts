import { withOneLineEnd } from './file-lines';

/** How many bytes a block has; a longer line gets one of its own. */
const BLOCK = 1 << 18;

const LINE_END = 0x0a;

/** The most bytes that UTF-8 takes for one code unit of a text. */
const MOST_BYTES = 3;

/**
 * Collects lines of JSON as bytes. Each is written where it stays: a text of many lines would be copied twice on its
 * way, and each line measured besides.
 */
export class LineBlocks {
	private readonly full: Buffer[] = [];
	private block: Buffer = Buffer.alloc(0);
	private used = 0;

	/** @returns how many bytes the line has, with the line end that it is given */
	add(json: string): number {
		if (this.used + json.length * MOST_BYTES >= this.block.length) this.begin(json.length);
		const bytes = this.block.write(json, this.used);
		// Not all ASCII, so that it may have a line end that JSON leaves as it is.
		const line = bytes === json.length ? json : withOneLineEnd(json);
		if (line !== json) return this.add(line);
		this.used += bytes;
		this.block[this.used++] = LINE_END;
		return bytes + 1;
	}

	/** All lines. */
	end(): Buffer[] {
		return this.used === 0 ? this.full : [...this.full, this.block.subarray(0, this.used)];
	}

	private begin(characters: number): void {
		if (this.used > 0) this.full.push(this.block.subarray(0, this.used));
		this.block = Buffer.allocUnsafeSlow(Math.max(BLOCK, characters * MOST_BYTES + 1));
		this.used = 0;
	}
}
