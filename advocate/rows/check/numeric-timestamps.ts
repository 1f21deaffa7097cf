import { DAY } from '../../durations';

/** Plain digits, with a fraction that a program has added. */
const PLAIN = /^(\d+)(?:\.(\d+))?$/;

/** `1.7145216E9`, as Java and BigQuery write a number. With a sign, `1.71452E+09`, it has been shortened. */
const SCIENTIFIC = /^(\d)(?:\.(\d+))?E(\d{1,2})$/i;

/** `2024050109`, or with minutes: may be seconds or milliseconds, but is more likely meant as a date. */
const COMPACT = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)?$/;

/** How many of its digits are milliseconds, by the number of digits that a time since 1970 has from 2001 to 2286. */
const DIGITS_OF_MILLISECONDS: Record<number, number> = {
	// Milliseconds, before 2001 too.
	12: 12,
	13: 13,
	// Microseconds.
	16: 13,
	// Nanoseconds.
	19: 13,
};
const DIGITS_OF_SECONDS = 10;

/**
 * Reads a number as a time since 1970: in seconds, milliseconds, microseconds or nanoseconds, told apart by their
 * digits.
 *
 * @returns milliseconds, rounded down; undefined if the number is not certainly such a time
 */
export function numericTimestamp(text: string): number | undefined {
	const [, whole = '', fraction = ''] = PLAIN.exec(text) ?? PLAIN.exec(writtenOut(text)) ?? [];
	if (COMPACT.test(whole)) return undefined;
	if (whole.length === DIGITS_OF_SECONDS) {
		return Number(whole + fraction.slice(0, 3).padEnd(3, '0'));
	}
	const digits = DIGITS_OF_MILLISECONDS[whole.length];
	return digits === undefined ? undefined : Number(whole.slice(0, digits));
}

/** `1.7145216E9` as `1714521600`; empty for anything else. */
function writtenOut(text: string): string {
	const [, first = '', rest = '', exponent = ''] = SCIENTIFIC.exec(text) ?? [];
	if (first === '') return '';
	const point = Number(exponent);
	const fraction = rest.slice(point);
	return first + rest.slice(0, point).padEnd(point, '0') + (fraction === '' ? '' : `.${fraction}`);
}

/** Spreadsheets count days from here. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/** Day numbers from 1954 to 2119: a number of five digits is hardly any other date. */
const DAY_NUMBER = /^[2-7]\d{4}(\.\d+)?$/;

/** The day that a spreadsheet's number stands for, such as `2024-05-01` for 45413; undefined if it is none. */
export function spreadsheetDay(text: string): string | undefined {
	if (!DAY_NUMBER.test(text)) return undefined;
	return new Date(DAY_ZERO + Math.floor(Number(text)) * DAY).toISOString().slice(0, 10);
}
