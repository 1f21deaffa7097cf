import type { ImportJobType } from '../../api/job-types';
import type { ImportRow } from '../check/row-checker';

/**
 * Remembers a number for each user, where the API takes one row for each: in users and deletions. Events
 * and redemptions may come often, so for these nothing is remembered.
 */
export class RowsByUser {
	private readonly perUser: boolean;
	/** By account ID: the number of its first user, and as a rule its only one. */
	private readonly firstUsers = new Map<unknown, number>();
	/** User IDs, by the number of a first user: half a million objects instead would weigh much. */
	private readonly ids: unknown[] = [];
	/** By account ID, then by user ID: the users behind the first. */
	private readonly otherUsers = new Map<unknown, Map<unknown, number>>();

	constructor(type: ImportJobType) {
		this.perUser = type === 'MUTATION/USER' || type === 'MUTATION/DELETE_USER';
	}

	/** What was set for the user of a row. */
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

/** Why a row is rejected for one before it. @param rowNumber of that one, from 1 */
export function sameUser(rowNumber: number): string {
	return `The same user (accountId and id) is already in row ${rowNumber}`;
}

/** Why a row is rejected for one after it. @param rowNumber of that one, from 1 */
export function supersededBy(rowNumber: number): string {
	return `The same user (accountId and id) comes again in row ${rowNumber}, which is the one that is sent`;
}
