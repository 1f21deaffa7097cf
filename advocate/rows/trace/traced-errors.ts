import { isAlreadyKnown, type Job, type RowError } from '../../api/schema';
import { isImportJobType, type ImportJobType } from '../../api/job-types';
import { columnNames, matchColumns } from '../../fields/crm-names';
import { sourceRowOf } from './row-ranges';
import { valueAt } from '../../json';

/** What traces a row of the errors file back to the row that it came from. */
export interface RowOrigin {
	/** `sourceRows` as an upload returned it; empty if rows are not to be traced. */
	sourceRows?: string;
	/** The rows that went into the upload. */
	rows?: ReadonlyArray<Record<string, unknown>>;
	/** The number that Advocate gives the first row of a file: 0, 1, or 2 if it counts the header. */
	firstRecordNumber?: number;
}

/** A row error, and where the row came from. A plain object type, so that it fits into a host's items. */
export type TracedRowError = Pick<RowError, keyof RowError> & {
	/** For an event that Advocate already has: there is nothing to correct. */
	alreadyKnown?: true;
	/** From 1. */
	sourceRow?: number;
	/** The row itself. */
	source?: object;
	/** What identifies the user: `accountId`, `id`. */
	[field: string]: unknown;
};

/**
 * Marks row errors of events that Advocate already has, and adds to each row error where the row came from:
 * `sourceRow` (from 1) and, if the rows are at hand, the row as `source`, with its user's `accountId` and `id`.
 *
 * How Advocate numbers rows is not documented. A number that only fits another way of counting than the one
 * set proves that other way.
 */
export function tracedErrors(
	rowErrors: RowError[],
	{ type, stats }: Pick<Job, 'type' | 'stats'>,
	{ sourceRows, rows, firstRecordNumber = 1 }: RowOrigin,
): TracedRowError[] {
	const marked = rowErrors.map((row) => ({
		...row,
		...(isAlreadyKnown(row, type) && { alreadyKnown: true as const }),
	}));
	if (!sourceRows) return marked;
	const first = firstNumber(rowErrors, stats?.recordsProcessed, firstRecordNumber);
	return marked.map((row) => {
		const fileRow = Number(row.recordNumber) - first + 1;
		const sourceRow = sourceRowOf(sourceRows, fileRow);
		const source = sourceRow === undefined ? undefined : rows?.[sourceRow - 1];
		return {
			...row,
			...(sourceRow !== undefined && { sourceRow }),
			...(source && { ...(isImportJobType(type) && userOf(source, type)), source }),
		};
	});
}

function firstNumber(rowErrors: RowError[], rows: number | undefined, set: number): number {
	const numbers = rowErrors.map(({ recordNumber }) => Number(recordNumber));
	if (numbers.includes(0)) return 0;
	const last = numbers.reduce((most, number) => Math.max(most, number), 0);
	if (rows !== undefined && last === rows + 1) return 2;
	return rows !== undefined && last === rows && set === 0 ? 1 : set;
}

/** The user a row is about, under whatever names an upload would match automatically. */
function userOf(row: Record<string, unknown>, type: ImportJobType): Record<string, unknown> {
	const user: Record<string, unknown> = {};
	for (const [name, field] of matchColumns(columnNames(row, type), type)) {
		if (field !== 'accountId' && field !== 'id' && field !== 'userId') continue;
		const value = Object.hasOwn(row, name) ? row[name] : valueAt(row, pathOf(name));
		if (value !== undefined) user[field === 'userId' ? 'id' : field] = value;
	}
	return user;
}

/** A name is one of the row's own, or one within an object (see columnNames). */
function pathOf(name: string): [string, string] {
	const dot = name.indexOf('.');
	return [name.slice(0, dot), name.slice(dot + 1)];
}
