import { rowRules, type RowRules } from '../../advocate/rows/check/row-rules.ts';

/** A node's settings of how rows are checked, and what becomes of those that are not right. */
export type RowRulesConfig = Partial<RowRules>;

/** What can be done about rejected rows that stop everything. */
export const HOW_TO_GO_ON =
	'set "Rows that are not right" to go on without them: they then leave on the second output';

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that is none */
export function chosenRowRules(config: RowRulesConfig): RowRules {
	return rowRules(config, Intl.DateTimeFormat().resolvedOptions().timeZone);
}
