import {
	RowPreparation,
	type PrepareOptions,
	type PreparedRows,
} from '../../../advocate/rows/write/prepare-rows.ts';
import { hostTexts } from './host-texts.cts';
import type { RowChecker } from '../../../advocate/rows/check/row-checker.ts';

/** The result for rows that are all at hand. */
export function preparedRows(
	rows: Iterable<unknown>,
	checker: RowChecker,
	options: Omit<PrepareOptions, 'texts'>,
): PreparedRows {
	const preparation = new RowPreparation(checker, { ...options, texts: hostTexts.file });
	for (const row of rows) preparation.take(row);
	return preparation.end();
}
