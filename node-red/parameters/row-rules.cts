import { rowRules, type RowRules } from '../../advocate/rows/check/row-rules.ts';

/** A node's settings for how rows are checked, and what happens to those that are not right. */
export type RowRulesConfig = Partial<RowRules>;

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that does not exist */
export function chosenRowRules(config: RowRulesConfig): RowRules {
	return rowRules(config, Intl.DateTimeFormat().resolvedOptions().timeZone);
}
