import { AdvocateError } from '../errors';
import type { SettingTexts } from '../host-texts';
import { notAllowed } from '../settings';

/** How many rows of an import something may happen to: so many, or so many of a hundred. */
export type RowLimit = { rows: number } | { percent: number };

/** What stops an import, or makes it count as failed. Undefined means no limit. */
export interface ImportLimits {
	/** Of rows that are rejected before anything is sent; more stop the import. */
	rejected?: RowLimit;
	/** Of rows that fail in Advocate; with more, the import counts as failed. */
	failed?: RowLimit;
	/** How many users one run may delete. */
	deletions: number;
}

/** A list of customers that was sent to be deleted by mistake is mostly longer. */
export const DEFAULT_MOST_DELETIONS = 100;

/**
 * A limit as a person entered it, or as an expression gave it: `50` are rows, `10%` is a share of them. Empty means none.
 *
 * @param label the setting's name, as the host shows it
 * @throws {AdvocateError} SETTINGS_INVALID for anything else
 */
export function rowLimit(
	entered: unknown,
	label: string,
	{ correct }: SettingTexts,
): RowLimit | undefined {
	if (entered === undefined || entered === null || entered === '') return undefined;
	const text = typeof entered === 'string' || typeof entered === 'number' ? String(entered) : '';
	const [, digits, percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? [];
	const number = Number(digits);
	if (percent === '%' && number <= 100) return { percent: number };
	if (percent === '' && Number.isInteger(number)) return { rows: number };
	throw notAllowed(label, 'a number of rows, such as 50, or a share, such as 10%', correct);
}

/**
 * How many users a run may delete, as it was set; empty means the default.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for anything but a whole number
 */
export function mostDeletions(entered: unknown, label: string, { correct }: SettingTexts): number {
	if (entered === undefined || entered === null || entered === '') return DEFAULT_MOST_DELETIONS;
	const number = typeof entered === 'boolean' ? NaN : Number(entered);
	if (Number.isInteger(number) && number >= 1) return number;
	throw notAllowed(label, 'a whole number of at least 1', correct);
}

/** Whether so many of all rows are more than the limit allows. */
export function exceeds(limit: RowLimit | undefined, count: number, rows: number): boolean {
	if (limit === undefined || count === 0) return false;
	return 'rows' in limit ? count > limit.rows : count * 100 > limit.percent * rows;
}

/** A limit, worded to follow "more than". */
export function shownLimit(limit: RowLimit): string {
	return 'rows' in limit ? limit.rows.toLocaleString('en-US') : `${limit.percent}%`;
}

/**
 * Why a deletion is stopped, if it is of more users than a run may delete.
 *
 * @param rows how many would be deleted, in all of the run
 * @param raise how to allow more, as the host says it
 */
export function tooManyDeletions(
	rows: number,
	most: number,
	raise: string,
): AdvocateError | undefined {
	if (rows <= most) return undefined;
	return new AdvocateError(
		'LIMIT_EXCEEDED',
		`${rows.toLocaleString('en-US')} users would be deleted, more than the ${most.toLocaleString('en-US')} that one run may delete`,
		{ hint: `Nothing was sent. ${raise}` },
	);
}
