import { rowRules, type RowRules } from '../../advocate/rows/check/row-rules.ts';
import { systemTime } from '../runtime/system-time.cts';

/** A node's settings for how rows are checked, and what happens to those that are not right. */
export type RowRulesConfig = Partial<Omit<RowRules, 'now'>>;

/** @throws {AdvocateError} SETTINGS_INVALID for a time zone that does not exist */
export function chosenRowRules(config: RowRulesConfig): RowRules {
	const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
	return rowRules(config, timeZone, systemTime.now());
}
