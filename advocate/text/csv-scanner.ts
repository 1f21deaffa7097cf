import { LONGEST_ROW, MOST_CELLS } from '../files/longest-row';

/** How cells are told apart in a CSV text. */
export interface CsvSyntax {
	separator: string;
	/** How a quote is written in a quoted cell: twice (RFC 4180), or behind a backslash (MySQL, Hive). */
	quotes: 'doubled' | 'backslash';
}

/** CSV by RFC 4180. */
export const RFC_4180: CsvSyntax = { separator: ',', quotes: 'doubled' };

/** What is wrong with a record that was read nevertheless. */
export type RecordFault =
	/** It was longer than LONGEST_ROW, or had more than MOST_CELLS: the rest is left out. */
	| 'tooLong'
	/** A cell continued after its closing quote. */
	| 'textAfterQuote'
	/** The text ended within a quoted cell. */
	| 'neverClosed';

/** What is to be known of a cell besides where it is. */
export const QUOTED = 1;
/** Quotes or backslashes in it stand for something else. */
export const ESCAPED = 2;
/** It is not quoted, and has a quote in it. */
export const BARE_QUOTE = 4;

/** How MySQL, PostgreSQL and Hive write a cell without a value, where backslashes are escapes. */
const NULL_MARK = '\\N';

/**
 * Finds the records and cells of a CSV text, piece by piece, without making anything of them: a cell is where
 * it begins and ends. Records end with CRLF, LF or CR; a final line end adds no record. Holds no more of a
 * record than about LONGEST_ROW.
 *
 * After `next` has returned true, the other members are about the record that was found, until `next` or
 * `add` is called again.
 */
export class CsvScanner {
	/** The text that the positions are in. */
	text = '';
	/** Where the record begins. */
	start = 0;
	/** Where its content ends. */
	end = 0;
	/** Where the next record begins. */
	after = 0;
	/** How many cells it has. */
	count = 0;
	fault: RecordFault | undefined;
	/** Where each cell begins and ends, quotes included. */
	starts = new Int32Array(64);
	ends = new Int32Array(64);
	/** QUOTED, ESCAPED, BARE_QUOTE. */
	marks = new Uint8Array(64);

	private readonly separator: number;
	private readonly isBackslash: boolean;
	private isLast = false;
	/** Text that came after the record that has not ended yet, until it is worth looking at again. */
	private waiting: string[] = [];
	private waitingLength = 0;
	/** Whether the text has been looked through: no record ends in the rest of it. */
	private isLookedThrough = false;
	/** Where we are in a record that is too long and whose rest is passed over; undefined in any other. */
	private passingOver: 'plain' | 'quoted' | 'quoteSeen' | undefined;
	private endsInQuotes = false;

	constructor({ separator, quotes }: CsvSyntax) {
		this.separator = separator.charCodeAt(0);
		this.isBackslash = quotes === 'backslash';
	}

	/** Adds the next piece of text. All records of the pieces before it must have been taken. */
	add(text: string): void {
		const rest = this.text.length - this.after;
		if (rest === 0) {
			this.renew(text);
			return;
		}
		this.waiting.push(text);
		this.waitingLength += text.length;
		// A record that has not ended is looked at again only when there is twice as much: once for each piece would
		// take a long time for one of many pieces.
		if (this.waitingLength < Math.min(rest, LONGEST_ROW)) return;
		this.renew(this.restAndWaiting());
	}

	/** Says that there are no more pieces: what is left is a record, too. */
	finish(): void {
		this.renew(this.restAndWaiting());
		this.isLast = true;
	}

	/** Finds the next record. @returns false if there is none that ends in what has been added so far */
	next(): boolean {
		if (this.isLookedThrough) return false;
		if (this.passingOver !== undefined && !this.passOver()) return false;
		const begin = this.after;
		if (begin >= this.text.length) return false;
		if (this.find(begin)) return true;
		if (this.isLast) return this.takeRest();
		if (this.text.length - begin > LONGEST_ROW) return this.cut(begin);
		this.isLookedThrough = true;
		return false;
	}

	/** A cell as it is meant: without its quotes, and with what is escaped in it. */
	cell(index: number): string {
		const start = this.starts[index] ?? 0;
		const end = this.ends[index] ?? 0;
		const marks = this.marks[index] ?? 0;
		if ((marks & (QUOTED | ESCAPED)) === 0) return this.text.slice(start, end);
		return this.isNull(index) ? '' : this.unquoted(start, end, marks);
	}

	/** Whether a cell says by `\N` that there is no value, which only an escape can. */
	isNull(index: number): boolean {
		if (!this.isBackslash || ((this.marks[index] ?? 0) & ESCAPED) === 0) return false;
		const isQuoted = ((this.marks[index] ?? 0) & QUOTED) !== 0;
		const start = (this.starts[index] ?? 0) + (isQuoted ? 1 : 0);
		const end = (this.ends[index] ?? 0) - (isQuoted ? 1 : 0);
		return end - start === NULL_MARK.length && this.text.startsWith(NULL_MARK, start);
	}

	/** All cells of the record. */
	cells(): string[] {
		return Array.from({ length: this.count }, (_, index) => this.cell(index));
	}

	/** All cells of the record without the quotes around them, and with their backslashes as they are written. */
	writtenCells(): string[] {
		return Array.from({ length: this.count }, (_, index) => this.writtenCell(index));
	}

	/** A cell without the quotes around it, and with its backslashes as they are written. */
	writtenCell(index: number): string {
		if (!this.isBackslash || this.fault !== undefined) return this.cell(index);
		const isQuoted = ((this.marks[index] ?? 0) & QUOTED) !== 0;
		const start = (this.starts[index] ?? 0) + (isQuoted ? 1 : 0);
		return this.text.slice(start, (this.ends[index] ?? 0) - (isQuoted ? 1 : 0));
	}

	/** Joined into a text of its own: one that is put together of others takes much longer to go through. */
	private restAndWaiting(): string {
		return [this.text.slice(this.after), ...this.waiting].join('');
	}

	private renew(text: string): void {
		this.text = text;
		this.after = 0;
		this.waiting = [];
		this.waitingLength = 0;
		this.isLookedThrough = false;
	}

	/** @returns false if the record does not end in the text */
	private find(begin: number): boolean {
		const { text, separator, isBackslash } = this;
		const { length } = text;
		let at = begin;
		let count = 0;
		let character = 0;
		this.fault = undefined;
		this.endsInQuotes = false;
		for (;;) {
			const start = at;
			let marks = 0;
			if (at < length && text.charCodeAt(at) === QUOTE) {
				marks = this.findQuoteEnd(at + 1);
				if (marks === 0) return false;
				at = this.quoteEnd;
			}
			const plain = at;
			for (; at < length; at++) {
				character = text.charCodeAt(at);
				// All but other separators are no higher than a comma.
				if (character > COMMA && character !== separator && character !== BACKSLASH) continue;
				if (character === separator || character === LF || character === CR) break;
				if (character === QUOTE) marks |= BARE_QUOTE;
				else if (character === BACKSLASH && isBackslash) {
					marks |= ESCAPED;
					at++;
				}
			}
			if (at >= length && !this.isLast) return false;
			if ((marks & QUOTED) !== 0 && at > plain) this.fault = 'textAfterQuote';
			if (count < MOST_CELLS) {
				if (count === this.starts.length) this.grow();
				this.starts[count] = start;
				this.ends[count] = at < length ? at : length;
				this.marks[count] = marks;
				count++;
			} else {
				this.fault = 'tooLong';
			}
			if (at < length && character === separator) {
				at++;
				continue;
			}
			if (at < length && character === CR && at + 1 === length && !this.isLast) return false;
			this.start = begin;
			this.end = at < length ? at : length;
			this.after = this.afterLineEnd(at);
			this.count = count;
			if (this.end - begin > LONGEST_ROW) this.fault = 'tooLong';
			return true;
		}
	}

	/** Where the quoted cell that `findQuoteEnd` has looked at ends, after its closing quote. */
	private quoteEnd = 0;

	/**
	 * Finds the end of a quoted cell.
	 *
	 * @param from the position after its first quote
	 * @returns its marks; 0 if it does not end in the text
	 */
	private findQuoteEnd(from: number): number {
		const { text, isBackslash } = this;
		let marks = QUOTED;
		for (let at = from; ; ) {
			const quote = text.indexOf('"', at);
			if (quote === -1) break;
			if (isBackslash && this.isEscaped(quote, from)) {
				marks |= ESCAPED;
				at = quote + 1;
				continue;
			}
			// Whether another quote follows, the next piece will tell.
			if (quote + 1 === text.length && !this.isLast) return 0;
			if (isBackslash || text.charCodeAt(quote + 1) !== QUOTE) {
				if (isBackslash && text.lastIndexOf('\\', quote) >= from) marks |= ESCAPED;
				this.quoteEnd = quote + 1;
				return marks;
			}
			marks |= ESCAPED;
			at = quote + 2;
		}
		this.endsInQuotes = true;
		return 0;
	}

	/** Whether there is an odd number of backslashes before a position. */
	private isEscaped(position: number, from: number): boolean {
		let at = position;
		while (at > from && this.text.charCodeAt(at - 1) === BACKSLASH) at--;
		return (position - at) % 2 === 1;
	}

	private afterLineEnd(at: number): number {
		const { text } = this;
		const isCrLf = text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF;
		return Math.min(text.length, at + (isCrLf ? 2 : 1));
	}

	/** Takes the rest of the text as the last record: a quote in it is never closed. */
	private takeRest(): boolean {
		const begin = this.after;
		this.fault = this.text.length - begin > LONGEST_ROW ? 'tooLong' : 'neverClosed';
		this.takeAsOneCell(begin);
		this.after = this.text.length;
		return true;
	}

	/** Takes the beginning of a record that is too long, and passes over its rest. */
	private cut(begin: number): boolean {
		this.fault = 'tooLong';
		this.passingOver = this.endsInQuotes ? 'quoted' : 'plain';
		this.takeAsOneCell(begin);
		this.after = this.text.length;
		return true;
	}

	private takeAsOneCell(begin: number): void {
		this.start = begin;
		this.end = this.text.length;
		this.count = 1;
		this.starts[0] = begin;
		this.ends[0] = this.text.length;
		this.marks[0] = 0;
	}

	/**
	 * Passes over the rest of a record that is too long, quoted line breaks included.
	 *
	 * @returns whether it ended
	 */
	private passOver(): boolean {
		const { text, separator } = this;
		for (let at = this.after; at < text.length; at++) {
			const character = text.charCodeAt(at);
			if (this.passingOver === 'quoted') {
				if (character === BACKSLASH && this.isBackslash) at++;
				else if (character === QUOTE) this.passingOver = 'quoteSeen';
			} else if (character === LF || character === CR) {
				this.passingOver = undefined;
				this.after = this.afterLineEnd(at);
				return true;
			} else if (character === QUOTE) {
				const begins = this.passingOver === 'quoteSeen' || text.charCodeAt(at - 1) === separator;
				this.passingOver = begins ? 'quoted' : 'plain';
			} else {
				this.passingOver = 'plain';
			}
		}
		this.after = text.length;
		return false;
	}

	private unquoted(start: number, end: number, marks: number): string {
		if ((marks & QUOTED) === 0) return withoutBackslashes(this.text.slice(start, end));
		if (this.fault === undefined) return this.unescaped(this.text.slice(start + 1, end - 1), marks);
		// What comes after the closing quote is kept as it is.
		this.findQuoteEnd(start + 1);
		const inner = this.unescaped(this.text.slice(start + 1, this.quoteEnd - 1), marks);
		return inner + this.text.slice(this.quoteEnd, end);
	}

	private unescaped(inner: string, marks: number): string {
		if ((marks & ESCAPED) === 0) return inner;
		return this.isBackslash ? withoutBackslashes(inner) : inner.replaceAll('""', '"');
	}

	private grow(): void {
		const size = this.starts.length * 4;
		this.starts = grown(this.starts, new Int32Array(size));
		this.ends = grown(this.ends, new Int32Array(size));
		this.marks = grown(this.marks, new Uint8Array(size));
	}
}

function grown<A extends Int32Array | Uint8Array>(from: A, to: A): A {
	to.set(from);
	return to;
}

/** What a letter behind a backslash stands for, in MySQL's and PostgreSQL's text files; others for themselves. */
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', '0': '\0' };

function withoutBackslashes(text: string): string {
	return text.replace(/\\([^])/g, (_, character: string) => ESCAPES[character] ?? character);
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;
