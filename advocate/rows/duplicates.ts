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
	// With its length before it, no account ID runs into a user's ID in two ways.
	const account = String(accountId);
	return perUser ? `${account.length} ${account} ${String(id)}` : undefined;
}

/** Why a row is left out for one before it. @param rowNumber of that one, from 1 */
export function sameUser(rowNumber: number): string {
	return `The same user (accountId and id) is already in row ${rowNumber}`;
}

/** Why a row is left out for one after it. @param rowNumber of that one, from 1 */
export function supersededBy(rowNumber: number): string {
	return `The same user (accountId and id) comes again in row ${rowNumber}, which is the one that is sent`;
}
