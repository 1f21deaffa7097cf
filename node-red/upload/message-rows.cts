import { AdvocateError } from '../../advocate/errors.ts';
import type { ImportJobType } from '../../advocate/job-types.ts';
import { columnNames, matchColumns } from '../../advocate/rows/column-matching.ts';
import { fieldKind } from '../../advocate/rows/field-kinds.ts';
import { isPlainObject } from '../runtime/message.cts';
import type { TypedValues } from '../runtime/typed-value.cts';

/** How objects become rows: names matched, taken as they are, or only the columns set by hand. */
export type RowMode = 'matched' | 'asIs' | 'columns';

/** A column set by hand: for every row the same value, or a property of the row (`valueType: 'row'`). */
export interface SetColumn {
	field?: string;
	value?: string;
	valueType?: string;
}

/** Rows to check, and what the names on them stand for. */
export interface MessageRows {
	/** One for each source, in their order. */
	rows: Iterable<unknown>;
	fieldOf?: Map<string, string>;
	/** The same to be shown: without what is set by hand. */
	mapping?: Record<string, string>;
	/** Whether the rows have more than what is imported. */
	otherNamesExpected: boolean;
}

/** Gives one column's value for a row. */
type Column = [field: string, read: (row: unknown) => unknown];

/** A field that no name has, for a name that is not to be used. */
const NOTHING = '';

/**
 * Makes rows of a message's objects.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a column that is no field of the type
 */
export async function messageRows(
	sources: readonly unknown[],
	{ rowMode = 'matched', columns = [] }: { rowMode?: RowMode; columns?: SetColumn[] },
	type: ImportJobType,
	values: TypedValues,
): Promise<MessageRows> {
	const set = await Promise.all(columns.map((column) => columnOf(column, type, values)));
	if (rowMode === 'asIs') return { rows: withColumns(sources, set), otherNamesExpected: false };
	if (rowMode === 'columns') {
		return { rows: sources.map((row) => valuesOf(set, row)), otherNamesExpected: false };
	}
	return matchedRows(sources, set, type);
}

/** Names matched the way CRMs write them; what is set by hand takes the place of what is matched. */
function matchedRows(sources: readonly unknown[], set: Column[], type: ImportJobType): MessageRows {
	const names = new Set<string>();
	for (const row of sources) {
		if (isPlainObject(row)) for (const name of columnNames(row, type)) names.add(name);
	}
	const setByHand = new Set(set.map(([field]) => field));
	const matched = [...matchColumns(names, type)];
	const fieldOf = new Map([
		...matched.map(([name, field]): [string, string] => [
			name,
			setByHand.has(field) ? NOTHING : field,
		]),
		...set.map(([field]): [string, string] => [field, field]),
	]);
	return {
		rows: withColumns(sources, set),
		fieldOf,
		mapping: Object.fromEntries(matched.filter(([, field]) => !setByHand.has(field))),
		otherNamesExpected: true,
	};
}

function withColumns(sources: readonly unknown[], set: Column[]): Iterable<unknown> {
	if (set.length === 0) return sources;
	return sources.map((row) => (isPlainObject(row) ? { ...row, ...valuesOf(set, row) } : row));
}

function valuesOf(columns: Column[], row: unknown): Record<string, unknown> {
	return Object.fromEntries(columns.map(([field, read]) => [field, read(row)]));
}

async function columnOf(
	{ field = '', value = '', valueType = 'str' }: SetColumn,
	type: ImportJobType,
	values: TypedValues,
): Promise<Column> {
	const name = field.trim();
	if (fieldKind(name, type) === undefined) {
		throw new AdvocateError('SETTINGS_INVALID', `The column "${name}" is no field`, {
			hint: 'Use names such as customFields.plan, event.fields.revenue or referralCodes.my-program, in the fields of the chosen type.',
		});
	}
	if (valueType === 'row') {
		const keys = value.split('.');
		return [name, (row) => keys.reduce(propertyOf, row)];
	}
	const same = await values.value(value, valueType, name);
	return [name, () => same];
}

function propertyOf(value: unknown, key: string): unknown {
	if (!isPlainObject(value) || !Object.hasOwn(value, key)) return undefined;
	return value[key];
}
