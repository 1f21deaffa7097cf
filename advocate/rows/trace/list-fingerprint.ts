import { isDateLike } from '../../fields/date-like';
import { isRecord, parsedRecord } from '../../json';
import { Fingerprint } from './fingerprint';

/** What proves that a list of rows is the one that was uploaded. */
export interface SourceList {
	/** Rows. */
	length: number;
	fingerprint: string;
}

/**
 * Takes the fingerprint of a list, row by row. Only the same rows in the same order have the same one. What
 * happens to a row that a host stores, or that two programs read from the same file, changes nothing: an empty
 * value or none, a number or its digits, a date or its text.
 */
export class ListFingerprint {
	private readonly fingerprint = new Fingerprint();
	/** A number for each name, as the same names come in every row. */
	private readonly names = new Map<string, number>();
	/** The names of the row before, with their numbers: most rows have the same in the same order. */
	private readonly lastNames: string[] = [];
	private readonly lastMarks: number[] = [];
	private place = 0;
	private length = 0;

	/** @param row of any form, also one that is no object and will be rejected */
	add(row: unknown): void {
		this.length++;
		this.place = 0;
		try {
			if (typeof row === 'object' && row !== null) this.addObject(row as Record<string, unknown>);
			else this.fingerprint.text(textOf(row));
		} catch {
			// Reading a row may run code of its own (a getter, toJSON), and some values have no JSON.
			this.fingerprint.text(UNREADABLE);
		}
		this.fingerprint.number(END_OF_ROW);
	}

	/**
	 * The same of a row of texts, without making an object of it.
	 *
	 * @param textOf the text of each name, by its position
	 */
	addTexts(names: readonly string[], textOf: (index: number) => string): void {
		this.length++;
		this.place = 0;
		for (let index = 0; index < names.length; index++) {
			const text = textOf(index);
			if (text !== '') this.fingerprint.number(this.markOf(names[index] ?? '')).text(text);
		}
		this.fingerprint.number(END_OF_ROW);
	}

	end(): SourceList {
		return { length: this.length, fingerprint: this.fingerprint.written() };
	}

	private addObject(row: Record<string, unknown>): void {
		for (const name in row) {
			const value = row[name];
			const inner = isRecord(value) ? innerOf(value) : undefined;
			if (inner === undefined) this.addValue(name, value);
			else this.addInner(name, inner);
		}
	}

	private addValue(name: string, value: unknown): void {
		const text = typeof value === 'string' ? value : textOf(value);
		if (text !== '') this.fingerprint.number(this.markOf(name)).text(text);
	}

	/** An object in a row value by value, as writing each as JSON takes longer than all the rest. */
	private addInner(name: string, inner: Record<string, unknown>): void {
		this.fingerprint.number(this.markOf(name)).number(BEGIN_OF_INNER);
		for (const key in inner) if (Object.hasOwn(inner, key)) this.addValue(key, inner[key]);
		this.fingerprint.number(END_OF_INNER);
	}

	private markOf(name: string): number {
		const place = this.place++;
		if (this.lastNames[place] === name) return this.lastMarks[place] ?? 0;
		const mark = this.newMarkOf(name);
		if (place < MOST_NAMES) {
			this.lastNames[place] = name;
			this.lastMarks[place] = mark;
		}
		return mark;
	}

	private newMarkOf(name: string): number {
		let mark = this.names.get(name);
		if (mark === undefined) {
			mark = new Fingerprint().text(name).short();
			if (this.names.size >= MOST_NAMES) this.names.clear();
			this.names.set(name, mark);
		}
		return mark;
	}
}

/** The list, all rows at once. */
export function sourceListOf(rows: Iterable<unknown>): SourceList {
	const fingerprint = new ListFingerprint();
	for (const row of rows) fingerprint.add(row);
	return fingerprint.end();
}

/** Empty for a value that stands for none. */
function textOf(value: unknown): string {
	if (typeof value === 'boolean' || Number.isFinite(value))
		return String(value as boolean | number);
	// What is left of a value once the row was stored: of a date its text, of NaN null, of undefined nothing.
	const json = (JSON.stringify(value) as string | undefined) ?? 'null';
	if (json === 'null') return '';
	return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

/** What an object is once the row was stored, as long as that is an object. */
function innerOf(value: Record<string, unknown>): Record<string, unknown> | undefined {
	if (value['toJSON'] !== undefined) {
		return isDateLike(value) ? undefined : parsedRecord(JSON.stringify(value));
	}
	for (const key in value) if (Object.hasOwn(value, key)) return value;
	// Nothing in it, or a number or a text that is wrapped.
	return JSON.stringify(value) === '{}' ? value : undefined;
}

const UNREADABLE = '\u0000';
const END_OF_ROW = -1;
const BEGIN_OF_INNER = -2;
const END_OF_INNER = -3;

/** A list with new names in every row must not fill memory. */
const MOST_NAMES = 20_000;
