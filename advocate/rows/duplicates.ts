import type { ImportJobType } from '../job-types';
import type { ImportRow } from './row-checker';

/** What becomes of rows of one user that are in the same import. */
export type DuplicateRule = 'lastWins' | 'reject';

/**
 * What tells rows of one type apart, where the API takes one row for each: the user of a users or deletion
 * import. Events and redemptions may come often.
 *
 * @returns undefined where rows may repeat
 */
export function rowIdentity({ accountId, id }: ImportRow, type: ImportJobType): string | undefined {
	const perUser = type === 'MUTATION/USER' || type === 'MUTATION/DELETE_USER';
	return perUser ? JSON.stringify([accountId, id]) : undefined;
}
