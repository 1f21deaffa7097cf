import { isAlreadyKnown, type Job, type RowError } from '../../api/schema';
import { valueAt } from '../../json';
import type { ProvenOrigin } from './proven-origin';
import { sourceRowOf } from './row-ranges';

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
 * @param origin undefined if rows are not to be traced
 *
 * How Advocate numbers rows is not documented. A number that only fits another way of counting than the one
 * set proves that other way.
 */
export function tracedErrors(
	rowErrors: RowError[],
	{ type, stats }: Pick<Job, 'type' | 'stats'>,
	origin: ProvenOrigin | undefined,
): TracedRowError[] {
	const marked = rowErrors.map((row) => ({
		...row,
		...(isAlreadyKnown(row, type) && { alreadyKnown: true as const }),
	}));
	if (origin === undefined) return marked;
	const { ranges, rows, firstRecordNumber = 1 } = origin;
	const first = firstNumber(rowErrors, stats?.recordsProcessed, firstRecordNumber);
	return marked.map((row) => {
		const fileRow = Number(row.recordNumber) - first + 1;
		const sourceRow = sourceRowOf(ranges, fileRow);
		const source = sourceRow === undefined ? undefined : rows?.[sourceRow - 1];
		return {
			...row,
			...(sourceRow !== undefined && { sourceRow }),
			...(source && { ...userOf(source, origin), source }),
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

/** What the row says of the user it is about, as far as that is what was sent. */
function userOf(
	row: Record<string, unknown>,
	{ user: { accountId, id } }: ProvenOrigin,
): Record<string, unknown> {
	return {
		...(accountId && { accountId: valueAt(row, accountId) }),
		...(id && { id: valueAt(row, id) }),
	};
}
