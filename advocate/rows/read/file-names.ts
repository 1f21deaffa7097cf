import type { ImportJobType } from '../../api/job-types';
import { columnNames, matchColumns } from '../../fields/crm-names';
import { setOwn, valueAt } from '../../json';

/** A field that is set by hand for a file: the same value in every row, or what a column of the file holds. */
export type FileColumn = { field: string } & ({ value: unknown } | { column: string });

/** How the names in a file are used: matched the way CRMs write them, taken literally, or only what is set by hand. */
export type NamesUse = 'matched' | 'asIs' | 'columns';

/** What a name that is not to be used stands for: no field has this name. */
const NOTHING = '';

/**
 * What the names in a file stand for. The names in its head are matched the way CRMs write them, those with a value
 * there first. JSON may have others later on: such a name is matched with a field that has none yet; if it is the
 * field's own name it stands for it in any case, and a row that has both is rejected.
 */
export class FileNames {
	readonly fieldOf = new Map<string, string>();
	private readonly matched = new Map<string, string>();
	private readonly taken = new Set<string>();
	private readonly seen = new Set<string>();
	private readonly setFields: ReadonlySet<string>;

	/**
	 * @param columns what is set by hand; it takes the place of what is matched
	 */
	constructor(
		private readonly type: ImportJobType,
		readonly columns: readonly FileColumn[],
		private readonly use: NamesUse,
	) {
		this.setFields = new Set(columns.map(({ field }) => field));
		for (const field of this.setFields) this.fieldOf.set(field, field);
	}

	/** What each matched name stands for, to show; undefined if names are taken literally. */
	get mapping(): Record<string, string> | undefined {
		if (this.use !== 'matched') return undefined;
		const mapping: Record<string, string> = {};
		for (const [name, field] of this.matched) setOwn(mapping, name, field);
		return mapping;
	}

	/** The fields that names stand for, or that are set by hand. */
	get fields(): Set<string> {
		return new Set(this.fieldOf.values());
	}

	/** Whether a column is not used, as its field is set by hand or everything is. */
	isPassedOver(name: string): boolean {
		return this.use === 'columns' || this.setFields.has(name);
	}

	/** Columns that fields are set to, and that are not among those of a file. */
	missingColumns(given: readonly string[]): string[] {
		const asked = this.columns.flatMap((column) => ('column' in column ? [column.column] : []));
		return asked.filter((name) => !given.includes(name));
	}

	/** Takes in names of the file. @returns whether any of them, not seen before, stands for a field */
	add(names: Iterable<string>): boolean {
		const fresh = [...names].filter((name) => !this.seen.has(name));
		if (fresh.length === 0) return false;
		for (const name of fresh) this.seen.add(name);
		if (this.use !== 'matched') return false;
		const before = this.fieldOf.size;
		for (const [name, field] of matchColumns(fresh, this.type)) this.match(name, field);
		return this.fieldOf.size > before;
	}

	/** Takes in the names of a row of JSON. */
	addNamesOf(row: Record<string, unknown>): boolean {
		return this.use === 'matched' && this.add(columnNames(row, this.type));
	}

	/** A row with what is set by hand. */
	rowWithColumns(row: Record<string, unknown>): Record<string, unknown> {
		if (this.columns.length === 0) return row;
		const whole = this.use === 'columns' ? {} : { ...row };
		for (const column of this.columns) {
			const value = 'column' in column ? valueIn(row, column.column) : column.value;
			setOwn(whole, column.field, value);
		}
		return whole;
	}

	private match(name: string, field: string): void {
		if (this.setFields.has(field)) {
			if (name !== field) this.fieldOf.set(name, NOTHING);
			return;
		}
		if (this.taken.has(field) && name !== field) return;
		this.taken.add(field);
		this.fieldOf.set(name, field);
		this.matched.set(name, field);
	}
}

/** A value of a row by its name, or by the names that lead to it within objects. */
function valueIn(row: Record<string, unknown>, name: string): unknown {
	return Object.hasOwn(row, name) ? row[name] : valueAt(row, name.split('.'));
}
