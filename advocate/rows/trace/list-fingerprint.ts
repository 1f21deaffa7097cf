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
	private length = 0;

	/** @param row of any form, also one that is no object and will be rejected */
	add(row: unknown): void {
		this.length++;
		try {
			if (typeof row === 'object' && row !== null) this.addObject(row as Record<string, unknown>);
			else this.fingerprint.text(textOf(row));
		} catch {
			// Reading a row may run code of its own (a getter, toJSON), and some values have no JSON.
			this.fingerprint.text(UNREADABLE);
		}
		this.fingerprint.number(END_OF_ROW);
	}

	end(): SourceList {
		return { length: this.length, fingerprint: this.fingerprint.written() };
	}

	private addObject(row: Record<string, unknown>): void {
		for (const name in row) {
			const value = row[name];
			const text = typeof value === 'string' ? value : textOf(value);
			if (text !== '') this.fingerprint.number(this.markOf(name)).text(text);
		}
	}

	private markOf(name: string): number {
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

const UNREADABLE = '\u0000';
const END_OF_ROW = -1;

/** A list with new names in every row must not fill memory. */
const MOST_NAMES = 20_000;
