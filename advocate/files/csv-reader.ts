import { LONGEST_ROW, MOST_CELLS } from './longest-row';

/** What a CSV text contained. */
export interface CsvRecords {
	/** Whole records, each a list of fields. */
	records: string[][];
	/** Whether the text ended inside a quoted field. */
	insideQuotes: boolean;
}

/** What is wrong with a record that was read nevertheless. */
export type CsvFault =
	/** It was longer than LONGEST_ROW, or had more than MOST_CELLS: the rest is left out. */
	| 'tooLong'
	/** A field continued after its closing quote. */
	| 'textAfterQuote';

/** Where the reader is in a field. `quoteSeen`: a quote that ends the field unless another follows. */
type Place = 'beginning' | 'plain' | 'quoted' | 'quoteSeen';

/**
 * Reads CSV by RFC 4180, piece by piece: fields in double quotes may hold commas, line breaks and
 * doubled quotes; records end with CRLF, LF or CR; a final line end adds no record. Holds one record at a
 * time, and no more of it than LONGEST_ROW and MOST_CELLS.
 */
export class CsvReader {
	private place: Place = 'beginning';
	private field = '';
	private record: string[] = [];
	/** Characters of the record so far, separators included. */
	private length = 0;
	private fault: CsvFault | undefined;
	private lastWasCr = false;
	private started = false;

	private readonly faults = new WeakMap<string[], CsvFault>();

	/** Reads the next piece of text and returns the records that end in it. */
	read(text: string): string[][] {
		const ended: string[][] = [];
		let at = 0;
		while (at < text.length) {
			if (this.place === 'quoted') at = this.readQuoted(text, at);
			else if (this.place === 'quoteSeen') at = this.readAfterQuote(text, at);
			else at = this.readPlain(text, at, ended);
		}
		return ended;
	}

	/** Returns what is left at the end of the text. */
	end(): CsvRecords {
		const insideQuotes = this.place === 'quoted';
		return { records: this.started ? [this.take()] : [], insideQuotes };
	}

	/** What is wrong with a record from this reader; the worst, if it is more than one thing. */
	faultOf(record: string[]): CsvFault | undefined {
		return this.faults.get(record);
	}

	/** Each of these reads as much as it can of the text from `at` on, and returns where it stopped. */
	private readQuoted(text: string, at: number): number {
		const quote = text.indexOf('"', at);
		if (quote === -1) {
			this.append(text.slice(at));
			return text.length;
		}
		this.append(text.slice(at, quote));
		this.place = 'quoteSeen';
		return quote + 1;
	}

	private readAfterQuote(text: string, at: number): number {
		const character = text.charAt(at);
		if (character === '"') {
			this.append(character);
			this.place = 'quoted';
			return at + 1;
		}
		// Nothing should come after the closing quote; what does is kept as it is, further quotes included.
		if (!/[,\r\n]/.test(character)) this.fault ??= 'textAfterQuote';
		this.place = 'plain';
		return at;
	}

	private readPlain(text: string, at: number, ended: string[][]): number {
		const afterCr = this.lastWasCr;
		this.lastWasCr = false;
		if (afterCr && text.charAt(at) === '\n') return at + 1;
		this.started = true;
		if (this.place === 'beginning' && text.charAt(at) === '"') {
			this.place = 'quoted';
			return at + 1;
		}
		const end = plainEnd(text, at);
		if (end > at) {
			this.append(text.slice(at, end));
			this.place = 'plain';
		}
		if (end === text.length) return end;
		const character = text.charAt(end);
		if (character === ',') {
			this.endField();
			return end + 1;
		}
		this.lastWasCr = character === '\r';
		ended.push(this.take());
		return end + 1;
	}

	private append(piece: string): void {
		this.length += piece.length;
		if (this.length > LONGEST_ROW) this.cut();
		else this.field += piece;
	}

	private endField(): void {
		this.length++;
		if (this.length > LONGEST_ROW || this.record.length === MOST_CELLS) this.cut();
		else this.record.push(this.field);
		this.field = '';
		this.place = 'beginning';
	}

	/** Keeps what there is of the record, and nothing more until its end. */
	private cut(): void {
		if (this.field !== '') this.record.push(this.field);
		this.field = '';
		this.length = Infinity;
		this.fault = 'tooLong';
	}

	private take(): string[] {
		this.endField();
		const { record, fault } = this;
		if (fault !== undefined) this.faults.set(record, fault);
		this.record = [];
		this.length = 0;
		this.fault = undefined;
		this.started = false;
		return record;
	}
}

/** The end of a stretch without commas and line ends. */
function plainEnd(text: string, at: number): number {
	let end = at;
	while (end < text.length) {
		const code = text.charCodeAt(end);
		if (code === COMMA || code === LF || code === CR) break;
		end++;
	}
	return end;
}

const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
