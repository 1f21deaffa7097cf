import type { ImportJobType } from '../../api/job-types';
import { Fingerprint } from './fingerprint';

/** The fields that say which user a row is about, as they are sent. */
export const USER_FIELDS = {
	'MUTATION/USER': ['accountId', 'id'],
	'MUTATION/DELETE_USER': ['accountId', 'id'],
	'MUTATION/USER_EVENT': ['accountId', 'userId'],
	'MUTATION/REDEEMABLE_REWARD_BALANCE': ['accountId', 'userId'],
} as const satisfies Record<ImportJobType, readonly [string, string]>;

/**
 * What is kept of a row until its file is made, to know its user again: a single number, as there may be half a
 * million rows.
 *
 * @param row as it is sent
 */
export function userMark(row: Record<string, unknown>, type: ImportJobType): number {
	const [account, user] = USER_FIELDS[type];
	return markOf(row[account]) * HALF + markOf(row[user]);
}

/** Half of a mark: of an account ID or of a user ID. Blanks around it are no part of an ID. */
export function markOf(id: unknown): number {
	if (typeof id !== 'string' && typeof id !== 'number') return 0;
	return new Fingerprint().text(String(id).trim()).short();
}

/** Two halves are a whole number that is still exact. */
const HALF = 2 ** 26;

/** The fingerprint of a file's own rows: of their account IDs, and of their user IDs. */
export type FileFingerprint = `${string}.${string}`;

/** Takes the fingerprint of a file's rows, one by one, in their order. */
export class UsersOfFile {
	private readonly accounts = new Fingerprint();
	private readonly users = new Fingerprint();

	/** @param mark of the user (see userMark) */
	add(mark: number): void {
		const account = Math.floor(mark / HALF);
		this.accounts.number(account);
		// Not %, which takes ten times as long for numbers of this size.
		this.users.number(mark - account * HALF);
	}

	fingerprint(): FileFingerprint {
		return `${this.accounts.written()}.${this.users.written()}`;
	}
}

export function fileFingerprint(marks: readonly number[]): FileFingerprint {
	const users = new UsersOfFile();
	for (const mark of marks) users.add(mark);
	return users.fingerprint();
}
