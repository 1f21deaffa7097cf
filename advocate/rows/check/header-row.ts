import { isRecord } from '../../json';
import type { ImportJobType } from '../../api/job-types';

/** Why a row is rejected that has the names of the columns for values. */
export const HEADER_AGAIN =
	'The row repeats the column names, as happens when files are joined. No data is missing';

/** How a row repeats the names of the columns: in their order, or in another one. */
type Repeated = 'inOrder' | 'inOtherOrder';

/**
 * Looks for rows that are a header: joined files have one in the middle, perhaps with other capitals, a byte order
 * mark in front, or its columns in another order.
 */
export class HeaderRows {
	/** Why rows after a header can't be trusted, as a clause that follows "because"; undefined if they can. */
	problem: string | undefined;

	/** The names of columns met so far, folded. */
	private readonly names = new Set<string>();
	/** The first names of rows of which all names are known. */
	private readonly beginnings = new Set<string>();

	constructor(private readonly type: ImportJobType) {}

	/**
	 * Whether a row is a header.
	 *
	 * @param row as it came, with the names of the columns
	 * @param rowNumber from 1
	 */
	isHeader(row: unknown, rowNumber: number): boolean {
		if (!isRecord(row) || !this.mayBeHeader(row)) return false;
		const repeated = repeatedNames(row);
		if (repeated === undefined) return false;
		this.problem ??= this.problemAfter(repeated, rowNumber);
		return true;
	}

	/** Looks at one value, which ends the matter for nearly all rows. */
	private mayBeHeader(row: Record<string, unknown>): boolean {
		for (const name in row) {
			this.learn(name, row);
			const value = row[name];
			if (typeof value !== 'string' || value === '') continue;
			return value.length <= LONGEST_NAME && this.names.has(folded(value));
		}
		return false;
	}

	private learn(first: string, row: Record<string, unknown>): void {
		if (this.beginnings.has(first) || this.names.size > MOST_NAMES) return;
		this.beginnings.add(first);
		for (const name in row) this.names.add(folded(name));
	}

	private problemAfter(repeated: Repeated, rowNumber: number): string | undefined {
		if (repeated === 'inOtherOrder') {
			return `row ${rowNumber} repeats the column names in another order, so that the rows after it would be read in the wrong columns`;
		}
		if (this.type !== 'MUTATION/DELETE_USER') return undefined;
		return `row ${rowNumber} repeats the column names, as happens when files are joined, and a deletion can't be undone`;
	}
}

const MOST_NAMES = 20_000;

/** No name of a column is longer, with blanks around it. */
const LONGEST_NAME = 200;

/** What to do about a header among the rows. */
export const REMOVE_HEADER =
	'Remove that row, make sure that all rows have their columns in the same order, and import them again.';

/** Whether all texts in a row, at least two, are names of its columns, each another one. */
function repeatedNames(row: Record<string, unknown>): Repeated | undefined {
	const names = Object.keys(row);
	const texts = names.flatMap((name) => {
		const value = row[name];
		return typeof value === 'string' && folded(value) !== '' ? [{ name, value }] : [];
	});
	const known = new Set(names.map(folded));
	const values = new Set(texts.map(({ value }) => folded(value)));
	if (texts.length < 2 || values.size < texts.length) return undefined;
	for (const value of values) if (!known.has(value)) return undefined;
	const isInOrder = texts.every(({ name, value }) => folded(name) === folded(value));
	return isInOrder ? 'inOrder' : 'inOtherOrder';
}

/** A name as it is compared: without byte order mark, blanks around it and capitals. */
function folded(name: string): string {
	return name.trim().toLowerCase();
}
