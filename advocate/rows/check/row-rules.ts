import { AdvocateError } from '../../errors';
import type { HostTexts } from '../../host-texts';
import type { UnfitValueRule } from './row-checker';

/** What becomes of rows of one user that are in the same import. */
export type DuplicateRule = 'lastWins' | 'reject';

/** How rows are checked, and what becomes of those that are not right. */
export interface RowRules {
	duplicates: DuplicateRule;
	emptyText: 'omit' | 'send';
	unfitValues: UnfitValueRule;
	/** IANA name, for dates that say none. */
	timeZone: string;
	/** Whether the others are sent, or nothing is. */
	onRejectedRows: 'continue' | 'error';
}

/**
 * The rules as they were set, with what they are where nothing was.
 *
 * @param timeZone the host's, for where none was set
 * @throws {AdvocateError} SETTINGS_INVALID for a time zone that is none
 */
export function rowRules(settings: Partial<RowRules>, timeZone: string): RowRules {
	const rules: RowRules = {
		duplicates: settings.duplicates ?? 'lastWins',
		emptyText: settings.emptyText ?? 'omit',
		unfitValues: settings.unfitValues ?? 'reject',
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

/** A row that goes into no file. */
interface NumberedRow {
	/** From 1. */
	rowNumber: number;
	reasons: readonly string[];
}

/**
 * Stops everything where a row is not right and that is wanted so.
 *
 * @param texts to say how the others are sent without them
 * @throws {AdvocateError} FILE_REFUSED
 */
export function assertNoneRejected(
	{ count, first }: { count: number; first: NumberedRow | undefined },
	{ onRejectedRows }: RowRules,
	{ file }: HostTexts,
): void {
	if (onRejectedRows !== 'error' || first === undefined) return;
	const rows = count === 1 ? '1 row is' : `${count} rows are`;
	throw new AdvocateError(
		'FILE_REFUSED',
		`Nothing was uploaded, as ${rows} not right. Row ${first.rowNumber}: ${first.reasons.join('; ')}`,
		{ hint: file.correctRows },
	);
}
