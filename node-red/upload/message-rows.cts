import type { ImportJobType } from '../../advocate/api/job-types.ts';
import {
	fieldOfColumn,
	rowsAsTheyAre,
	rowsMatched,
	rowsOfColumns,
	type NamedRows,
	type SetColumn,
} from '../../advocate/rows/read/named-rows.ts';
import { checkTypedNames } from '../../advocate/rows/read/typed-names.ts';
import { valueAt } from '../../advocate/json.ts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';
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
	const set = await Promise.all(columns.map((column) => setColumn(column, type, values)));
	const { file } = NODE_RED_TEXTS;
	const warnings = checkTypedNames(set, sources, type, file);
	if (rowMode === 'asIs') return { ...rowsAsTheyAre(sources, set), warnings };
	const rows =
		rowMode === 'columns' ? rowsOfColumns(sources, set) : rowsMatched(sources, set, type, file);
	return { ...rows, warnings };
}

async function setColumn(
	{ field: name = '', value = '', valueType = 'str' }: ColumnConfig,
	type: ImportJobType,
	values: TypedValues,
): Promise<SetColumn> {
	const field = fieldOfColumn(name, type, 'column');
	if (valueType === 'row') {
		const path = value.split('.');
		return { field, read: (row) => valueAt(row, path), reads: [value, path[0] ?? ''] };
	}
	const same = await values.value(value, valueType, field);
	return { field, read: () => same, ...(valueType === 'str' && { constant: value }) };
}
