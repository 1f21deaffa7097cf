import { EXCERPT, TOO_LONG, type ReadRow } from './read-row';
import { rowOfLine } from './json-lines';
import { LONGEST_ROW } from '../../files/longest-row';

/** Where the reader is. */
type Place = 'before' | 'between' | 'element';

/** Reads the elements of one JSON array as rows, as its text comes in; holds one element at a time. */
export class JsonArray {
	private place: Place = 'before';
	private pieces: string[] = [];
	private length = 0;
	private depth = 0;
	private isText = false;
	private isEscaped = false;

	/** Whether the array has been read to its closing bracket. */
	isClosed = false;

	read(text: string): ReadRow[] {
		const rows: ReadRow[] = [];
		let from = 0;
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (this.place === 'element') {
				if (!this.endsBefore(code)) continue;
				this.keep(text.slice(from, at));
				rows.push(...this.take());
			}
			if (code === COMMA || code <= SPACE) continue;
			if (this.place === 'before') this.place = 'between';
			else if (code === CLOSE) this.isClosed = true;
			else {
				this.place = 'element';
				from = at;
				// The first character of the element.
				this.endsBefore(code);
			}
		}
		if (this.place === 'element') this.keep(text.slice(from));
		return rows;
	}

	/** What is left: an element that is not complete. */
	end(): ReadRow[] {
		return this.length > 0 ? this.take() : [];
	}

	/** Takes the next character of an element. @returns whether the element has ended before it */
	private endsBefore(code: number): boolean {
		if (this.isText) {
			if (this.isEscaped) this.isEscaped = false;
			else if (code === BACKSLASH) this.isEscaped = true;
			else if (code === QUOTE) this.isText = false;
			return false;
		}
		if (code === QUOTE) this.isText = true;
		else if (code === OPEN || code === OPEN_OBJECT) this.depth++;
		else if (this.depth === 0) return code === COMMA || code === CLOSE;
		else if (code === CLOSE || code === CLOSE_OBJECT) this.depth--;
		return false;
	}

	private keep(piece: string): void {
		if (this.length > LONGEST_ROW) return;
		this.length += piece.length;
		this.pieces.push(piece);
		if (this.length > LONGEST_ROW) this.pieces = [this.pieces.join('').slice(0, EXCERPT)];
	}

	private take(): ReadRow[] {
		const element = this.pieces.join('').trim();
		const isTooLong = this.length > LONGEST_ROW;
		this.pieces = [];
		this.length = 0;
		this.place = 'between';
		return isTooLong
			? [{ row: { line: `${element}…` }, problem: TOO_LONG }]
			: rowOfLine(element, 'element');
	}
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
