import { AdvocateError } from '../../errors';
import type { HostTexts } from '../../host-texts';
import type { LoneLanguageRule, NullWordRule, UnfitValueRule } from './row-checker';

/** What happens to several rows of the same user in one import. */
export type DuplicateRule = 'lastWins' | 'reject';

/** How rows are checked, and what happens to those that are rejected. */
export interface RowRules {
	duplicates: DuplicateRule;
	emptyText: 'omit' | 'send';
	unfitValues: UnfitValueRule;
	nullWords: NullWordRule;
	loneLanguages: LoneLanguageRule;
	/** IANA name, for dates without a time zone. */
	timeZone: string;
	/** Milliseconds since the epoch, by which a date is past. */
	now: number;
	/** Whether the others are sent, or nothing is. */
	onRejectedRows: 'continue' | 'error';
}

/**
 * The rules as they were set, with defaults for the others.
 *
 * @param timeZone the host's, used if none was set
 * @param now milliseconds since the epoch
 * @throws {AdvocateError} SETTINGS_INVALID for an unknown time zone
 */
export function rowRules(
	settings: Partial<Omit<RowRules, 'now'>>,
	timeZone: string,
	now: number,
): RowRules {
	const rules: RowRules = {
		duplicates: settings.duplicates ?? 'lastWins',
		emptyText: settings.emptyText ?? 'omit',
		unfitValues: settings.unfitValues ?? 'reject',
		nullWords: settings.nullWords ?? 'leaveOut',
		loneLanguages: settings.loneLanguages ?? 'reject',
		now,
		timeZone: settings.timeZone?.trim() || timeZone,
		onRejectedRows: settings.onRejectedRows ?? 'continue',
	};
	if (isTimeZone(rules.timeZone)) return rules;
	throw new AdvocateError('SETTINGS_INVALID', `"${rules.timeZone}" is not a time zone`, {
		hint: 'Use a name such as Europe/Paris or UTC.',
	});
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en-US', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

/** Why there is no file: no row is left except those in which nothing is to be redeemed. */
export function nothingToRedeem(rowsSkipped: number, rowsRejected: number): string {
	const others = rowsRejected > 0 ? `, and the others were rejected (${rowsRejected})` : '';
	return `Nothing is to be redeemed, so nothing was uploaded: valueToRedeem is 0 or empty in ${rowsOf(rowsSkipped)}${others}.`;
}

function rowsOf(count: number): string {
	return count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
}

/** A rejected row. */
interface NumberedRow {
	/** From 1. */
	rowNumber: number;
	reasons: readonly string[];
}

/**
 * Stops everything if a row was rejected and the rules say so.
 *
 * @param texts for the hint that says how to send the others without it
 * @throws {AdvocateError} FILE_REFUSED
 */
export function assertNoneRejected(
	{ count, first }: { count: number; first: NumberedRow | undefined },
	{ onRejectedRows }: RowRules,
	{ file }: HostTexts,
): void {
	if (onRejectedRows !== 'error' || first === undefined) return;
	const rows = count === 1 ? '1 row was' : `${count} rows were`;
	throw new AdvocateError(
		'FILE_REFUSED',
		`Nothing was uploaded, because ${rows} rejected. Row ${first.rowNumber}: ${first.reasons.join('; ')}`,
		{ hint: file.correctRows },
	);
}
