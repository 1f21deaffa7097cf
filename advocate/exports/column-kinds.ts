import { parsedJson } from '../json';
import { numberLosingDigits } from '../rows/read/long-numbers';

/** Makes the value of a cell. */
export type CellReader = (cell: string) => unknown;

/** Columns of numbers in the reports that the guides show, besides dates and `stats`. */
const NUMBERS = new Set([
	'amount',
	'assignedCredit',
	'availableValue',
	'redeemedCredit',
	'totalAssignedCredit',
	'totalExpiredCredit',
	'totalRedeemedCredit',
	'totalRedeemedValue',
	'value',
	'valueToRedeem',
]);

/** Dates are milliseconds since the epoch there. */
const DATE = /^date[A-Z]\w*$/;

/** What a tenant names itself is never known to be numbers: a plan may be called "007". */
const OWN_NAMES = /^(customFields|event\.fields)\./;

/** A number that is written as numbers are, and keeps all its digits. */
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/;

/**
 * How the cells of a CSV column are read. CSV has no types: what a known column has is read as that, and whatever
 * does not look like it stays the text that it is.
 *
 * @param column its dotted name
 */
export function cellReader(column: string): CellReader {
	if (column === 'event.fields') return jsonOf;
	if (OWN_NAMES.test(column)) return textOf;
	const name = column.slice(column.lastIndexOf('.') + 1);
	const isNumber = NUMBERS.has(name) || DATE.test(name) || column.startsWith('stats.');
	return isNumber ? numberOf : textOf;
}

function textOf(cell: string): string {
	return cell;
}

function numberOf(cell: string): number | string | null {
	if (cell === '') return null;
	return cell.length <= 16 && NUMBER.test(cell) ? Number(cell) : cell;
}

/** An event's fields are one cell of JSON. */
function jsonOf(cell: string): unknown {
	if (cell === '') return null;
	const value = parsedJson(cell);
	const isExact = typeof value === 'object' && numberLosingDigits(cell) === undefined;
	return isExact ? value : cell;
}
