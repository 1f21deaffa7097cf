import type { IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import type { DuplicateRule } from '../../advocate/rows/duplicates';
import type { UnfitValueRule } from '../../advocate/rows/row-checker';

/** The options of Upload that say how rows are checked, as the builder filled them in. */
export interface RowOptions {
	duplicates?: DuplicateRule;
	emptyText?: 'omit' | 'send';
	unfitValues?: UnfitValueRule;
	timeZone?: string;
	onRejectedRows?: 'continue' | 'error';
}

/** The same with what they are when nothing is filled in. */
export interface RowRules {
	duplicates: DuplicateRule;
	emptyText: 'omit' | 'send';
	unfitValues: UnfitValueRule;
	/** IANA name. */
	timeZone: string;
}

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that is none */
export function rowRules(context: IExecuteFunctions, options: RowOptions): RowRules {
	const { duplicates = 'lastWins', emptyText = 'omit', unfitValues = 'reject' } = options;
	const timeZone = options.timeZone?.trim() || context.getTimezone();
	if (isTimeZone(timeZone)) return { duplicates, emptyText, unfitValues, timeZone };
	throw new AdvocateError('SETTINGS_INVALID', `"${timeZone}" is not a time zone`, {
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

/** What stops everything when a row is not right and the builder wants it so. */
export function refusedRows(
	rejected: Array<{ rowNumber: number; reasons: readonly string[] }>,
): AdvocateError {
	const [first] = rejected;
	const rows = rejected.length === 1 ? '1 row is' : `${rejected.length} rows are`;
	return new AdvocateError(
		'FILE_REFUSED',
		`Nothing was uploaded, as ${rows} not right. Row ${first?.rowNumber}: ${first?.reasons.join('; ')}`,
		{
			hint: 'Correct the rows, or set "When Rows Are Rejected" to go on without them: they then leave on the Rejected output.',
		},
	);
}
