import type { ImportJobType } from '../../api/job-types';
import type { ImportRow } from '../check/row-checker';

/**
 * Remembers a number for each user, for the types of which the API takes one row per user: users and
 * deletions. A user may have many events and redemptions, so for these nothing is remembered.
 */
export class RowsByUser {
	private readonly perUser: boolean;
	/** By account ID: the number of its first user, who is usually the only one. */
	private readonly firstUsers = new Map<unknown, number>();
	/** User IDs, by the number of a first user: half a million objects would take much more memory. */
	private readonly ids: unknown[] = [];
	/** By account ID, then by user ID: the users after the first. */
	private readonly otherUsers = new Map<unknown, Map<unknown, number>>();

	constructor(type: ImportJobType) {
		this.perUser = type === 'MUTATION/USER' || type === 'MUTATION/DELETE_USER';
	}

	/** The number set for the user of a row. */
	get({ accountId, id }: ImportRow): number | undefined {
		if (!this.perUser) return undefined;
		const first = this.firstUsers.get(accountId);
		if (first === undefined || this.ids[first] === id) return first;
		return this.otherUsers.get(accountId)?.get(id);
	}

	/** @param number a whole number from 0, set for no other user */
	set({ accountId, id }: ImportRow, number: number): void {
		if (!this.perUser) return;
		const first = this.firstUsers.get(accountId);
		if (first === undefined || this.ids[first] === id) {
			this.firstUsers.set(accountId, number);
			this.ids[number] = id;
			return;
		}
		const others = this.otherUsers.get(accountId) ?? new Map<unknown, number>();
		others.set(id, number);
		this.otherUsers.set(accountId, others);
	}
}

/** Why a row is rejected in favour of an earlier one. @param rowNumber the earlier row's, from 1 */
export function sameUser(rowNumber: number): string {
	return `The same user (accountId and id) is already in row ${rowNumber}`;
}

/** Why a row is rejected in favour of a later one. @param rowNumber the later row's, from 1 */
export function supersededBy(rowNumber: number): string {
	return `The same user (accountId and id) appears again in row ${rowNumber}, which is sent instead`;
}
