import { AdvocateError } from '../../errors';
import type { ImportJobType } from '../../api/job-types';
import { columnNames, matchColumns } from '../../fields/crm-names';
import { fieldKind } from '../../fields/kinds';
import { isRecord, setOwn } from '../../json';
import { shownName, shownProblem } from '../../shown';
import { watchedColumns, type SetColumn } from './set-columns';

export type { SetColumn } from './set-columns';

/** Stands in for a row if one of its values could not be worked out. */
export class UnreadableRow {
	constructor(readonly reasons: readonly string[]) {}
}

/** Rows to check, and what the names in them stand for. */
export interface NamedRows {
	/** One for each source, in their order. An UnreadableRow may stand in for any. */
	rows: Iterable<unknown>;
	/** The field that each name in the rows stands for, if names are matched. */
	fieldOf?: ReadonlyMap<string, string>;
	/** The same, for showing: without what is set by hand. */
	mapping?: Record<string, string>;
	/** Whether the rows are expected to have more than what is imported. */
	otherNamesExpected: boolean;
	/** What was noticed, once all rows are read. */
	warnings?: () => string[];
}

/** What a name that is not to be used stands for: no field has this name. */
const NOTHING = '';

/**
 * The name of a column that is set by hand.
 *
 * @param what the host calls such a column, worded to follow "The"
 * @throws {AdvocateError} SETTINGS_INVALID if it is not a field of the type
 */
export function fieldOfColumn(field: string, type: ImportJobType, what: string): string {
	const name = field.trim();
	if (fieldKind(name, type) !== undefined) return name;
	throw new AdvocateError(
		'SETTINGS_INVALID',
		`The ${what} "${name}" is not a field of the chosen type`,
		{
			hint: 'Use a field of the chosen type, such as customFields.plan, event.fields.revenue or referralCodes.my-program.',
		},
	);
}

/** Rows whose names are Advocate's. */
export function rowsAsTheyAre(
	sources: readonly unknown[],
	columns: readonly SetColumn[] = [],
): NamedRows {
	const { columns: watched, warnings } = watchedColumns(columns, sources);
	return { rows: withColumns(sources, watched), otherNamesExpected: false, warnings };
}

/** Rows made only of what is set by hand. */
export function rowsOfColumns(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
): NamedRows {
	const { columns: watched, warnings } = watchedColumns(columns, sources);
	return { rows: onlyColumns(sources, watched), otherNamesExpected: false, warnings };
}

/** Rows whose names are matched, the way CRMs write them; what is set by hand replaces what is matched. */
export function rowsMatched(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
	type: ImportJobType,
): NamedRows {
	const names = new Set<string>();
	for (const source of sources) {
		if (isRecord(source)) for (const name of columnNames(source, type)) names.add(name);
	}
	const setByHand = new Set(columns.map(({ field }) => field));
	const matched = [...matchColumns(names, type)];
	const fieldOf = new Map([
		...matched.map(([name, field]): [string, string] => [
			name,
			setByHand.has(field) ? NOTHING : field,
		]),
		...[...setByHand].map((field): [string, string] => [field, field]),
	]);
	const { columns: watched, warnings } = watchedColumns(columns, sources);
	return {
		rows: withColumns(sources, watched),
		fieldOf,
		mapping: Object.fromEntries(matched.filter(([, field]) => !setByHand.has(field))),
		otherNamesExpected: true,
		warnings,
	};
}

function withColumns(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
): Iterable<unknown> {
	return columns.length === 0 ? sources : sourcesAndColumns(sources, columns);
}

function* sourcesAndColumns(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
): Generator<unknown> {
	for (const [index, source] of sources.entries()) {
		yield isRecord(source) ? rowWith({ ...source }, columns, source, index) : source;
	}
}

function* onlyColumns(
	sources: readonly unknown[],
	columns: readonly SetColumn[],
): Generator<unknown> {
	for (const [index, source] of sources.entries()) yield rowWith({}, columns, source, index);
}

/** Adds to a row what the columns give for a source. */
function rowWith(
	row: Record<string, unknown>,
	columns: readonly SetColumn[],
	source: unknown,
	index: number,
): Record<string, unknown> | UnreadableRow {
	const reasons: string[] = [];
	for (const { field, read } of columns) {
		try {
			setOwn(row, field, read(source, index));
		} catch (thrown) {
			reasons.push(`${shownName(field)} could not be evaluated: ${shownProblem(thrown)}`);
		}
	}
	return reasons.length > 0 ? new UnreadableRow(reasons) : row;
}
