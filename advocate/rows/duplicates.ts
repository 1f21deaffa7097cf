import type { ImportJobType } from '../job-types';
import type { ImportRow } from './row-checker';

/** What becomes of rows of one user that are in the same import. */
export type DuplicateRule = 'lastWins' | 'reject';

/**
 * Remembers a number for each user, where the API takes one row for each: in users and deletions. Events
 * and redemptions may come often, so for these nothing is remembered.
 */
export class RowsByUser {
	private readonly perUser: boolean;
	/** By account ID, then by user ID: no text is made for a row. */
	private readonly accounts = new Map<unknown, Map<unknown, number>>();

	constructor(type: ImportJobType) {
		this.perUser = type === 'MUTATION/USER' || type === 'MUTATION/DELETE_USER';
	}

	/** What was set for the user of a row. */
	get({ accountId, id }: ImportRow): number | undefined {
		return this.perUser ? this.accounts.get(accountId)?.get(id) : undefined;
	}

	set({ accountId, id }: ImportRow, number: number): void {
		if (!this.perUser) return;
		let users = this.accounts.get(accountId);
		if (users === undefined) {
			users = new Map();
			this.accounts.set(accountId, users);
		}
		users.set(id, number);
	}
}

/** Why a row is left out for one before it. @param rowNumber of that one, from 1 */
export function sameUser(rowNumber: number): string {
	return `The same user (accountId and id) is already in row ${rowNumber}`;
}

/** Why a row is left out for one after it. @param rowNumber of that one, from 1 */
export function supersededBy(rowNumber: number): string {
	return `The same user (accountId and id) comes again in row ${rowNumber}, which is the one that is sent`;
}
