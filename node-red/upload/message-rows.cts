import type { ImportJobType } from '../../advocate/api/job-types.ts';
import {
	fieldOfColumn,
	rowsAsTheyAre,
	rowsMatched,
	rowsOfColumns,
	type NamedRows,
	type SetColumn,
} from '../../advocate/rows/read/named-rows.ts';
import type { FileColumn } from '../../advocate/rows/read/file-names.ts';
import { checkTypedNames } from '../../advocate/rows/read/typed-names.ts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';
import { rowProperty } from './row-property.cts';
import type { TypedValues } from '../parameters/typed-value.cts';

/** How objects become rows: names matched, taken as they are, or only the columns set by hand. */
export type RowMode = 'matched' | 'asIs' | 'columns';

/** A column set by hand: for every row the same value, or a property of the row (`valueType: 'row'`). */
export interface ColumnConfig {
	field?: string;
	value?: string;
	valueType?: string;
}

/**
 * Makes rows from a message's objects.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a column that is not a field of the type, and for a column's name that
 * was entered where its value was meant
 */
export async function messageRows(
	sources: readonly unknown[],
	{ rowMode = 'matched', columns = [] }: { rowMode?: RowMode; columns?: ColumnConfig[] },
	type: ImportJobType,
	values: TypedValues,
): Promise<NamedRows> {
	const set = await setColumns(columns, type, values);
	const { file } = NODE_RED_TEXTS;
	const typed = checkTypedNames(set, sources, type, file);
	const rows = namedRows(sources, rowMode, set, type);
	return { ...rows, warnings: () => [...typed, ...(rows.warnings?.() ?? [])] };
}

function namedRows(
	sources: readonly unknown[],
	rowMode: RowMode,
	set: readonly SetColumn[],
	type: ImportJobType,
): NamedRows {
	if (rowMode === 'asIs') return rowsAsTheyAre(sources, set);
	if (rowMode === 'columns') return rowsOfColumns(sources, set);
	return rowsMatched(sources, set, type, NODE_RED_TEXTS.file);
}

/**
 * A column set by hand, for a file: a property of the row is another column of the file.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a column that is not a field of the type
 */
export async function fileColumn(
	{ field: name = '', value = '', valueType = 'str' }: ColumnConfig,
	type: ImportJobType,
	values: TypedValues,
): Promise<FileColumn> {
	const field = fieldOfColumn(name, type, 'column');
	if (valueType === 'row') return { field, column: value };
	const same = await values.value(value, valueType, field);
	return { field, value: same, ...originOf(value, valueType) };
}

/** @throws {AdvocateError} SETTINGS_INVALID for a column that is not a field of the type */
export async function setColumns(
	columns: readonly ColumnConfig[],
	type: ImportJobType,
	values: TypedValues,
): Promise<SetColumn[]> {
	return await Promise.all(columns.map((column) => setColumn(column, type, values)));
}

/** TypedInputs whose value is typed in. */
const TYPED_IN = ['str', 'num', 'bool', 'json', 'bin', 'date'];

/** Where a value comes from, as one would write it in Node-RED. */
function shownSource(value: string, valueType: string): string {
	if (valueType === 'env') return `$${value}`;
	return ['msg', 'flow', 'global'].includes(valueType) ? `${valueType}.${value}` : value;
}

/** What is known of a value that is the same for all rows. */
function originOf(value: string, valueType: string): Pick<SetColumn, 'constant' | 'from'> {
	if (valueType === 'str') return { constant: value };
	if (TYPED_IN.includes(valueType)) return {};
	return { from: { shown: shownSource(value, valueType), isProperty: false } };
}

async function setColumn(
	{ field: name = '', value = '', valueType = 'str' }: ColumnConfig,
	type: ImportJobType,
	values: TypedValues,
): Promise<SetColumn> {
	const field = fieldOfColumn(name, type, 'column');
	const isProperty = valueType === 'row';
	if (isProperty) {
		const from = { shown: shownSource(value, valueType), isProperty };
		const [top = ''] = value.split(/[.[]/);
		return { field, from, read: rowProperty(value), reads: [value, top] };
	}
	const same = await values.value(value, valueType, field);
	return { field, read: () => same, ...originOf(value, valueType) };
}
