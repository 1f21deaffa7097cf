import type { ImportJobType } from '../../api/job-types';
import type { FileTexts } from '../../host-texts';
import { setOwn, valueAt } from '../../json';
import { MatchedNames } from '../match/matched-names';
import type { SetColumn } from './set-columns';

/**
 * A field that is set by hand for a file: the same value in every row, what a column of the file holds, or what is sent
 * as another field whose column is matched.
 */
export type FileColumn = { field: string } & (
	| ({ value: unknown } & Pick<SetColumn, 'constant' | 'from'>)
	| { column: string }
	| { sameAs: string }
);

/** How the names in a file are used: matched the way CRMs write them, taken literally, or only what is set by hand. */
export type NamesUse = 'matched' | 'asIs' | 'columns';

/** What the names in a file stand for, and what is set by hand. */
export class FileNames {
	/** If names are matched. */
	readonly matched: MatchedNames | undefined;
	private readonly setFields: ReadonlySet<string>;

	/** @param columns what is set by hand; it takes the place of what is matched */
	constructor(
		type: ImportJobType,
		readonly columns: readonly FileColumn[],
		private readonly use: NamesUse,
		texts: FileTexts,
	) {
		this.setFields = new Set(columns.map(({ field }) => field));
		const read = columns.flatMap((column) => ('column' in column ? [column.column] : []));
		if (use === 'matched') {
			this.matched = new MatchedNames(type, texts, this.setFields, new Set(read));
		}
	}

	/** The fields that names stand for, and those set by hand. */
	fieldsOf(names: readonly string[]): Set<string> {
		const fields = names.map((name) => (this.matched ? (this.matched.fieldOf(name) ?? '') : name));
		return new Set([...fields, ...this.setFields]);
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

	/** A row with what is set by hand. */
	rowWithColumns(row: Record<string, unknown>): Record<string, unknown> {
		if (this.columns.length === 0) return row;
		const whole = this.use === 'columns' ? {} : { ...row };
		for (const column of this.columns) {
			setOwn(whole, column.field, this.valueOf(column, row));
		}
		return whole;
	}

	private valueOf(column: FileColumn, row: Record<string, unknown>): unknown {
		if ('column' in column) return valueIn(row, column.column);
		return 'sameAs' in column ? this.matched?.valueAs(column.sameAs, row) : column.value;
	}
}

/** A value of a row by its name, or by the names that lead to it within objects. */
function valueIn(row: Record<string, unknown>, name: string): unknown {
	return Object.hasOwn(row, name) ? row[name] : valueAt(row, name.split('.'));
}
