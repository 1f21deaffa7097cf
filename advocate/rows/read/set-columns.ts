import { isRecord } from '../../json';
import { listed, quoted, shownName } from '../../shown';

/** A column set by hand: a field, and how to get its value for a row. */
export interface SetColumn {
	field: string;
	/** Where its values come from, unless it is the same value for all rows, typed in. */
	from?: {
		/** As the builder wrote it. */
		shown: string;
		/** Whether it is a property of the row, read as it is. */
		isProperty: boolean;
	};
	/**
	 * May throw, since it may run what the builder wrote; that row is then rejected.
	 *
	 * @param index the row's, from 0
	 */
	read: (source: unknown, index: number) => unknown;
	/** What was entered, if it is a text that is the same for all rows. */
	constant?: string;
	/** The columns that it is known to read. */
	reads?: readonly string[];
}

/** How many rows are looked at to say what columns there are. */
const MOST_LOOKED_AT = 1_000;

/** Columns set by hand that notice whether they ever give a value. */
export interface WatchedColumns {
	columns: readonly SetColumn[];
	/** What is to be said once all rows are read: a column for each that gave nothing in any row. */
	warnings: () => string[];
}

/**
 * Watches columns that are set by hand: a property that no row has, or an expression with a typing mistake,
 * would otherwise leave its field out of every row in silence.
 *
 * @param sources what the rows are made of
 */
export function watchedColumns(
	columns: readonly SetColumn[],
	sources: readonly unknown[],
): WatchedColumns {
	const unfilled = new Set(columns.filter(({ from }) => from !== undefined));
	let isRead = false;
	const watched = columns.map((column): SetColumn => {
		if (!unfilled.has(column)) return column;
		const read: SetColumn['read'] = (source, index) => {
			isRead = true;
			// If it throws, the row is rejected, which says it all.
			const wasUnfilled = unfilled.delete(column);
			const value = column.read(source, index);
			if (wasUnfilled && isNothing(value, column)) unfilled.add(column);
			return value;
		};
		return { ...column, read };
	});
	const warnings = () => {
		if (!isRead || unfilled.size === 0) return [];
		const names = listed(namesIn(sources));
		return [...unfilled].map((column) => gaveNothing(column, names));
	};
	return { columns: watched, warnings };
}

/** A property that a row has may be empty; of what is worked out, nobody knows where the value went. */
function isNothing(value: unknown, { from }: SetColumn): boolean {
	if (value === undefined) return true;
	if (from?.isProperty === true) return false;
	return value === null || (typeof value === 'string' && value.trim() === '');
}

function gaveNothing({ field, from }: SetColumn, names: string): string {
	const said = names === '' ? 'The rows have no columns.' : `The rows have: ${names}.`;
	return `${shownName(field)} is set from ${quoted(from?.shown ?? '')}, which gives nothing in any row, and was not sent. ${said}`;
}

function namesIn(sources: readonly unknown[]): string[] {
	const names = new Set<string>();
	for (const source of sources.slice(0, MOST_LOOKED_AT)) {
		if (isRecord(source)) for (const name of Object.keys(source)) names.add(shownName(name));
	}
	return [...names];
}
