import type { ImportJobType } from '../../api/job-types';
import { byRank, matchOf, mayHoldFields } from '../../fields/crm-names';
import { IMPORT_FIELDS, parentNames } from '../../fields/import-fields';
import { fieldKind } from '../../fields/kinds';
import type { FileTexts } from '../../host-texts';
import { setOwn } from '../../json';
import { quoted, shownName } from '../../shown';
import { UNFIT, valueForKind } from '../check/value-for-kind';
import { areSame, isNothing, type Candidate, type OpenField } from './candidates';
import { headerColumns, RowShapes, valueIn, type Column } from './row-shapes';
import { WhoseRows } from './whose-rows';

/** What is said of an upload about the names of its columns. A type, so that it fits into a host's items. */
export type ToldNames = {
	/** The field that each name was sent as. */
	mapping: Record<string, string>;
	/** Columns that were not used: the first of them. */
	ignoredColumns?: string[];
	/** How many there are, if not all are listed. */
	ignoredColumnCount?: number;
};

/** What is decided for a shape, and what is left to decide for each of its rows. */
export interface NamePlan {
	/** The only column that stands for a field, by the field. */
	sure: Map<string, Column>;
	open: OpenField[];
	/** The choices made in earlier rows, with the columns that are left out. */
	choices: Map<string, ReadonlySet<string>>;
	last: { choices: number[]; leftOut: ReadonlySet<string> } | undefined;
}

/** Fields that tell whose row it is: the wrong one is somebody else's. */
const IDS: ReadonlySet<string> = new Set(['accountId', 'id', 'userId']);

const MOST_IGNORED = 50;
const MOST_COUNTED = 10_000;
const MOST_MAPPED = 1_000;
const MOST_CHOICES = 1_000;
const MOST_WARNINGS = 50;

/**
 * Decides which of a row's columns is sent as which field, and counts what is not sent.
 *
 * Each shape of row (the set of its keys) is matched by itself. Where several columns stand for one field, the first
 * with a value is sent; another whose value differs is told of, with its count. Where the field tells whose row it is,
 * and the values differ, the upload stops (see WhoseRows). A file with a header has one shape: see `planForHeader`.
 */
export class MatchedNames {
	private readonly shapes: RowShapes<NamePlan>;
	private readonly mapping = new Map<string, string>();
	private readonly ignored = new Set<string>();
	private readonly unsent = new Counts();
	private readonly unfit = new Counts();
	private readonly whose: WhoseRows;
	private readonly parents: ReadonlySet<string>;

	/**
	 * @param setByHand fields whose values come from elsewhere, so that no column is sent as them
	 * @param readByHand columns that are used so
	 */
	constructor(
		private readonly type: ImportJobType,
		texts: FileTexts,
		private readonly setByHand: ReadonlySet<string> = new Set(),
		private readonly readByHand: ReadonlySet<string> = new Set(),
	) {
		this.shapes = new RowShapes(type, (columns) => this.planFor(columns));
		this.whose = new WhoseRows(type, texts);
		this.parents = parentNames(IMPORT_FIELDS[type]);
	}

	/**
	 * The columns of a row that are not to be sent, by name; undefined if there are none.
	 *
	 * @param rowNumber from 1, for errors
	 * @throws {AdvocateError} FILE_REFUSED if it is not certain whose row it is
	 */
	leftOutOf(row: Record<string, unknown>, rowNumber: number): ReadonlySet<string> | undefined {
		const plan = this.shapes.planFor(row);
		if (plan.open.length === 0) return undefined;
		return this.decide(plan, (column) => valueIn(row, column), rowNumber);
	}

	/**
	 * What a row has in the column that is sent as a field, for another field that is to be the same. Notes nothing and
	 * refuses nothing: `leftOutOf` does, which decides in the same way.
	 */
	valueAs(field: string, row: Record<string, unknown>): unknown {
		const plan = this.shapes.planFor(row);
		const sure = plan.sure.get(field);
		if (sure !== undefined) return valueIn(row, sure);
		const open = plan.open.find((one) => one.field === field);
		if (open === undefined) return undefined;
		const values = open.columns.map((column) => valueForKind(valueIn(row, column), open.kind));
		const certain = this.whose.likeliest(open, values);
		const value = values[certain ?? values.findIndex((one) => one !== UNFIT && !isNothing(one))];
		return value === UNFIT ? undefined : value;
	}

	/** What is left to decide for the rows of a file, by its header. Its columns count as seen. */
	planForHeader(columns: readonly string[]): NamePlan {
		return this.planFor(headerColumns(columns, this.type));
	}

	/**
	 * The same as `leftOutOf`, for a row whose plan is known.
	 *
	 * @param valueOf what the row has in a column
	 */
	decide(
		plan: NamePlan,
		valueOf: (column: Column) => unknown,
		rowNumber: number,
	): ReadonlySet<string> {
		const choices: number[] = [];
		for (const field of plan.open) choices.push(this.choose(field, valueOf, rowNumber));
		const { last } = plan;
		if (last !== undefined && choices.every((choice, i) => choice === last.choices[i])) {
			return last.leftOut;
		}
		const key = choices.join();
		const leftOut = plan.choices.get(key) ?? this.chosen(plan.open, choices);
		if (plan.choices.size >= MOST_CHOICES) plan.choices.clear();
		plan.choices.set(key, leftOut);
		plan.last = { choices, leftOut };
		return leftOut;
	}

	/**
	 * The field that a name stands for where it is not left out, for the rows that come to be checked: columns set by
	 * hand are under their field's name.
	 *
	 * @returns '' for a name that is not used; undefined for one that is not a field's
	 */
	fieldOf(name: string): string | undefined {
		const field = matchOf(name, this.type)?.field;
		if (field === undefined || !this.setByHand.has(field)) return field;
		return name === field ? field : '';
	}

	/** Whether times without a time zone are in UTC under this name. */
	isUtc(name: string): boolean {
		return matchOf(name, this.type)?.isUtc ?? false;
	}

	/** Whether an object under this name, at the top of a row, may hold fields. */
	mayHoldFields(name: string): boolean {
		return mayHoldFields(name, this.type);
	}

	/** Forgets what was counted, for another reading of the same rows. */
	startOver(): void {
		this.unsent.clear();
		this.unfit.clear();
		this.whose.startOver();
	}

	/**
	 * What is told, once all rows are in.
	 *
	 * @throws {AdvocateError} FILE_REFUSED if it turns out not to be certain whose a row is
	 */
	end(): { told: ToldNames; warnings: string[] } {
		const warnings = [...this.whose.end(), ...this.unsentWarnings(), ...this.unfitWarnings()];
		return { told: this.told(), warnings };
	}

	private told(): ToldNames {
		const mapping: Record<string, string> = {};
		for (const [name, field] of this.mapping) setOwn(mapping, name, field);
		const ignored = [...this.ignored];
		const shown = ignored.slice(0, MOST_IGNORED).map(shownName);
		return {
			mapping,
			...(shown.length > 0 && { ignoredColumns: shown }),
			...(ignored.length > shown.length && { ignoredColumnCount: ignored.length }),
		};
	}

	private planFor(columns: readonly Column[]): NamePlan {
		const candidates = new Map<string, Candidate[]>();
		for (const column of columns) {
			const { match, name, holds } = column;
			// Advocate's own object, with fields in it.
			if (holds === 'object' && this.parents.has(name)) continue;
			if (match === undefined || this.setByHand.has(match.field)) this.ignore(name);
			else {
				const others = candidates.get(match.field) ?? [];
				candidates.set(match.field, [...others, { ...column, match }]);
			}
		}
		const open: OpenField[] = [];
		const sure = new Map<string, Column>();
		for (const [field, found] of candidates) {
			const sorted = [...found].sort((a, b) => byRank(a.match, b.match));
			const [only] = sorted;
			const kind = fieldKind(field, this.type) ?? 'text';
			const isCertain = sorted.length === 1 && only?.holds === 'value';
			if (isCertain) sure.set(field, only);
			if (isCertain || isFamily(field, this.type))
				for (const { name } of sorted) this.map(name, field);
			else open.push({ field, kind, isRequired: this.isRequired(field), columns: sorted });
			if (isCertain && IDS.has(field)) this.whose.sees(only.name);
		}
		return { sure, open, choices: new Map(), last: undefined };
	}

	private isRequired(field: string): boolean {
		return IMPORT_FIELDS[this.type].required.includes(field);
	}

	private map(name: string, field: string): void {
		if (this.mapping.size < MOST_MAPPED) this.mapping.set(name, field);
	}

	private ignore(name: string): void {
		const [top = ''] = name.split('.');
		if (this.readByHand.has(name) || this.readByHand.has(top) || this.parents.has(top)) return;
		// Redemptions are rows of the product's report, whose other columns are sent as they are.
		if (this.type === 'MUTATION/REDEEMABLE_REWARD_BALANCE') return;
		if (this.ignored.size < MOST_COUNTED) this.ignored.add(name);
	}

	/** The columns that are left out after a choice for each field; the others go into the mapping. */
	private chosen(open: readonly OpenField[], choices: readonly number[]): ReadonlySet<string> {
		const leftOut = new Set<string>();
		for (const [i, { field, columns }] of open.entries()) {
			for (const [index, { name }] of columns.entries()) {
				if (index === choices[i]) this.map(name, field);
				else leftOut.add(name);
			}
		}
		return leftOut;
	}

	/** Which of a field's columns is sent; -1 for none. */
	private choose(open: OpenField, valueOf: (column: Column) => unknown, rowNumber: number): number {
		const values = open.columns.map((column) => valueForKind(valueOf(column), open.kind));
		for (const [i, value] of values.entries()) if (value === UNFIT) this.noteUnfit(open, i);
		if (!IDS.has(open.field)) return this.firstWithValue(open, values);
		const choice = this.whose.choose(open, values, rowNumber);
		return choice === undefined
			? this.firstWithValue(open, values)
			: this.noting(open, values, choice);
	}

	private firstWithValue(open: OpenField, values: readonly unknown[]): number {
		const first = values.findIndex((value) => value !== UNFIT && !isNothing(value));
		if (first >= 0) return this.noting(open, values, first);
		// An empty one may be sent to clear the field; a list or an object is a reason to reject what must have a value.
		const empty = values.findIndex((value) => value !== UNFIT);
		return empty >= 0 || !open.isRequired ? empty : 0;
	}

	/** The choice, once it is noted which others differ from it. */
	private noting(
		{ field, kind, columns }: OpenField,
		values: readonly unknown[],
		choice: number,
	): number {
		for (const [i, value] of values.entries()) {
			if (i === choice || value === UNFIT || isNothing(value)) continue;
			if (!areSame(value, values[choice], kind)) {
				this.unsent.add(`${columns[i]?.name}\n${columns[choice]?.name}\n${field}`);
			}
		}
		return choice;
	}

	private noteUnfit({ field, isRequired, columns }: OpenField, index: number): void {
		if (isRequired && columns.length === 1) return;
		const { name = '', holds = 'object' } = columns[index] ?? {};
		this.unfit.add(`${name}\n${field}\n${holds}`);
	}

	private unsentWarnings(): string[] {
		return this.unsent.sentences(
			([name = '', other = '', field = ''], rows) =>
				`${quoted(name)} was not sent in ${rows}: ${shownName(field)} was taken from ${quoted(other)} there, and the two differ.`,
		);
	}

	private unfitWarnings(): string[] {
		return this.unfit.sentences(
			([name = '', field = '', holds], rows) =>
				`${quoted(name)} was not sent as ${shownName(field)} in ${rows}, because it is ${holds === 'list' ? 'a list' : 'an object'} there.`,
		);
	}
}

/** How often each of some cases came, up to a number of cases. */
class Counts {
	private readonly counts = new Map<string, number>();

	/** @param key its parts, each on a line */
	add(key: string): void {
		const count = this.counts.get(key);
		if (count !== undefined || this.counts.size < MOST_WARNINGS)
			this.counts.set(key, (count ?? 0) + 1);
	}

	clear(): void {
		this.counts.clear();
	}

	sentences(sentence: (parts: string[], rows: string) => string): string[] {
		return [...this.counts].map(([key, count]) => sentence(key.split('\n'), rowsOf(count)));
	}
}

function rowsOf(count: number): string {
	return count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
}

/** Whether a field's end is the tenant's, as in `customFields.plan`: there, a list has a reason of its own. */
function isFamily(field: string, type: ImportJobType): boolean {
	return IMPORT_FIELDS[type].families.some((family) => field.startsWith(family));
}
