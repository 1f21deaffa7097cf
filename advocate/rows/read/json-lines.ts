import { DEEPEST, isDeeperThan, isRecord, parsedJson } from '../../json';
import { numberLosingDigits } from './long-numbers';
import { shownName, shownValue } from '../../shown';
import { LONGEST_ROW } from '../../files/longest-row';
import { type ReadRow, EXCERPT, TOO_LONG } from './read-row';

/** Reads rows of JSON Lines; a line that is not a row, or that loses something when read, has a problem. */
export class JsonLines {
	/** The line that has not ended yet, in pieces; once it is too long, only its beginning. */
	private pieces: string[] = [];
	private length = 0;

	read(text: string): ReadRow[] {
		const [rest = '', ...ends] = linesOf(text);
		const rows: ReadRow[] = [];
		this.add(rest);
		for (const next of ends) {
			rows.push(...this.take());
			this.add(next);
		}
		return rows;
	}

	end(): ReadRow[] {
		return this.take();
	}

	private add(piece: string): void {
		if (this.length > LONGEST_ROW) return;
		this.length += piece.length;
		this.pieces.push(piece);
		if (this.length > LONGEST_ROW) this.pieces = [this.pieces.join('').slice(0, EXCERPT)];
	}

	private take(): ReadRow[] {
		const line = this.pieces.join('');
		const isTooLong = this.length > LONGEST_ROW;
		this.pieces = [];
		this.length = 0;
		return isTooLong ? [{ row: { line: `${line}…` }, problem: TOO_LONG }] : rowOfLine(line);
	}
}

/** A carriage return alone ends a line too: within JSON it is only blank space. */
function linesOf(text: string): string[] {
	return text.includes('\r') ? text.split(/\r\n?|\n/) : text.split('\n');
}

/**
 * A row as JSON.
 *
 * @param what it is, as a reason calls it
 * @returns none for blank space
 */
export function rowOfLine(line: string, what: 'line' | 'element' = 'line'): ReadRow[] {
	if (line.trim() === '') return [];
	const value = parsedJson(line);
	if (!isRecord(value)) return [{ row: { line }, problem: whyNotAnObject(line, value, what) }];
	// So many levels take as many characters at either end.
	if (line.length > 2 * DEEPEST && isDeeperThan(value, DEEPEST)) {
		const problem = `The ${what} has more than ${DEEPEST} levels of objects and lists, too many for JSON readers`;
		return [{ row: { line }, problem }];
	}
	const number = numberLosingDigits(line);
	if (number === undefined) return [{ row: value }];
	const problem = `The number ${shownName(number)} is too long to be read without loss. Write it in quotes`;
	return [{ row: { line }, problem }];
}

/** @param value the line's value; undefined if it is not JSON */
function whyNotAnObject(line: string, value: unknown, what: 'line' | 'element'): string {
	const is = value === undefined ? '' : ` but ${shownValue(value)}`;
	if (what === 'element') {
		return `The element is not a JSON object${is}. Write one object for each row`;
	}
	const withoutComma = line.replace(/,\s*$/, '');
	const hasComma = withoutComma !== line && isRecord(parsedJson(withoutComma));
	const advice = hasComma
		? 'Remove the comma at its end'
		: 'Write one complete object on each line';
	return `The line is not a JSON object${is}. ${advice}`;
}
