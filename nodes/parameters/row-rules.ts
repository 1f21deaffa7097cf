import type { IExecuteFunctions } from 'n8n-workflow';
import { rowRules as rulesFrom, type RowRules } from '../../advocate/rows/check/row-rules';

/** The options of Upload that say how rows are checked, as the builder filled them in. */
export type RowOptions = Partial<RowRules>;

/** What a builder can do about rejected rows that stop everything. */
export const HOW_TO_GO_ON =
	'set "When Rows Are Rejected" to go on without them: they then leave on the Rejected output';

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that is none */
export function rowRules(context: IExecuteFunctions, options: RowOptions): RowRules {
	return rulesFrom(options, context.getTimezone());
}
