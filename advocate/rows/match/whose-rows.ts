import { AdvocateError } from '../../errors';
import type { ImportJobType } from '../../api/job-types';
import type { FileTexts } from '../../host-texts';
import { quoted, shownName, shownValue } from '../../shown';
import { UNFIT } from '../check/value-for-kind';
import { isNothing, type Candidate, type OpenField } from './candidates';

/** A column with what a row has in it. */
interface Given {
	column: Candidate;
	index: number;
	value: unknown;
}

/** The first row in which one column is empty and another is not. */
interface Doubt {
	field: string;
	given: Given;
	empty: Candidate;
	rowNumber: number;
}

/** Objects that wrap a record, so that an ID within is the record's, and one beside them may be the wrapper's. */
const RECORD_WRAPPERS: ReadonlySet<string | undefined> = new Set(['data', 'fields', 'properties']);

/**
 * Decides which column tells whose row it is, the user's or the account's. Databases and APIs have an `id` in every
 * row, which is the row's own: beside `user_id`, it is not known which of them Advocate's user has. If two columns
 * differ the upload stops, whatever the type, as the wrong one is somebody else. The exception is a user in an object
 * that wraps records (`fields`, `properties`, `data`): beside it, a plain `id` is the wrapper's. Deletions stop there,
 * too.
 */
export class WhoseRows {
	private readonly doubts = new Map<string, Doubt>();
	private readonly seen = new Set<string>();

	constructor(
		private readonly type: ImportJobType,
		private readonly texts: FileTexts,
	) {}

	/** Notes that a column has values. */
	sees(name: string): void {
		if (this.seen.size < MOST_NAMES) this.seen.add(name);
	}

	/**
	 * The column to take in a row.
	 *
	 * @param values what the row has in each of the field's columns
	 * @param rowNumber from 1
	 * @returns its index; undefined if any will do, as none that is certain has a value
	 * @throws {AdvocateError} FILE_REFUSED if it is not certain which
	 */
	choose(open: OpenField, values: readonly unknown[], rowNumber: number): number | undefined {
		const certain = certainOf(open, values);
		const given = certain.filter(({ value }) => !isNothing(value));
		const [first] = given;
		if (first === undefined) return undefined;
		for (const { column } of given) this.sees(column.name);
		const other = otherThan(first, given);
		if (other !== undefined) return this.wrapped(given) ?? this.stop(open, first, other, rowNumber);
		const empty = certain.find(({ value }) => isNothing(value));
		if (empty !== undefined)
			this.doubt({ field: open.field, given: first, empty: empty.column, rowNumber });
		return first.index;
	}

	/** The column that `choose` would take; where it would throw, the first with a value. */
	likeliest(open: OpenField, values: readonly unknown[]): number | undefined {
		const given = certainOf(open, values).filter(({ value }) => !isNothing(value));
		const [first] = given;
		if (first === undefined || otherThan(first, given) === undefined) return first?.index;
		return this.wrapped(given) ?? first.index;
	}

	/** Forgets the rows, for another reading of them. */
	startOver(): void {
		this.doubts.clear();
	}

	/**
	 * @returns warnings: which columns were passed over because they are empty in all rows
	 * @throws {AdvocateError} FILE_REFUSED if one of them was empty in some rows only: what stands beside it there may be
	 * another's
	 */
	end(): string[] {
		return [...this.doubts.values()].map((doubt) => {
			const { field, given, empty } = doubt;
			if (this.seen.has(empty.name)) throw this.inDoubt(doubt);
			return `${quoted(empty.name)} is empty in all rows, so ${field} was taken from ${quoted(given.column.name)}.`;
		});
	}

	private doubt(doubt: Doubt): void {
		if (this.type === 'MUTATION/DELETE_USER') throw this.inDoubt(doubt);
		const key = JSON.stringify([doubt.given.column.name, doubt.empty.name]);
		if (!this.doubts.has(key) && this.doubts.size < MOST_NAMES) this.doubts.set(key, doubt);
	}

	/** The column within an object that wraps a user, if the others are what its wrapper has. */
	private wrapped(given: readonly Given[]): number | undefined {
		if (this.type !== 'MUTATION/USER') return undefined;
		const isWithin = ({ column }: Given) => RECORD_WRAPPERS.has(column.match.wrapper);
		const within = given.filter(isWithin);
		const isOneValue = new Set(within.map(({ value }) => textOf(value))).size === 1;
		const isPlain = ({ column }: Given) => !column.match.isNested && column.match.rank <= 1;
		const areOthersPlain = given.every((one) => isWithin(one) || isPlain(one));
		return isOneValue && areOthersPlain ? within[0]?.index : undefined;
	}

	private stop({ field }: OpenField, first: Given, other: Given, rowNumber: number): never {
		throw this.uncertain(field, rowNumber, shownGiven(first), shownGiven(other), other.column);
	}

	private inDoubt({ field, given, empty, rowNumber }: Doubt): AdvocateError {
		const none = `${quoted(empty.name)} is empty`;
		return this.uncertain(field, rowNumber, shownGiven(given), none, empty);
	}

	/** @param meant the column that is shown as the one to take, being the one that says more */
	private uncertain(
		field: string,
		rowNumber: number,
		first: string,
		other: string,
		meant: Candidate,
	): AdvocateError {
		const who = field === 'accountId' ? 'account' : 'user';
		return new AdvocateError(
			'FILE_REFUSED',
			`It is not certain which ${who} row ${rowNumber} is for: ${first}, and ${other}`,
			{ hint: `Nothing was uploaded. ${this.texts.chooseColumn(shownName(field), meant.path)}` },
		);
	}
}

/** How many columns are remembered; there are hardly ever more than two. */
const MOST_NAMES = 1_000;

/** The columns that are certain to stand for the field, with what a row has in them. */
function certainOf(open: OpenField, values: readonly unknown[]): Given[] {
	const all = open.columns.map((column, index) => ({ column, index, value: values[index] }));
	return all.filter(({ column, value }) => !column.match.isWeak && value !== UNFIT);
}

/** The first that differs. */
function otherThan(first: Given, given: readonly Given[]): Given | undefined {
	return given.find(({ value }) => value !== first.value && textOf(value) !== textOf(first.value));
}

function shownGiven({ column, value }: Given): string {
	return `${quoted(column.name)} is ${shownValue(textOf(value))}`;
}

function textOf(value: unknown): string {
	return String(value).trim();
}
