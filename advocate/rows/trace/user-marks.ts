import type { ImportJobType } from '../../api/job-types';
import { Digest } from './digest';

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
	const text = String(id).trim();
	// FNV-1a, for its speed: a mark is compared, and nothing depends on nobody being able to make one.
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) {
		hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	}
	return ((hash ^ (hash >>> 13)) >>> 0) % HALF;
}

/** Two halves are a whole number that is exact. */
const HALF = 2 ** 26;

/** The fingerprint of a file's own rows: of their account IDs, and of their user IDs. */
export type FileFingerprint = `${string}.${string}`;

/** Takes the fingerprint of a file's rows, one by one, in their order. */
export class UsersOfFile {
	private readonly accounts = new Digest();
	private readonly users = new Digest();

	/** @param mark of the user (see userMark) */
	add(mark: number): void {
		this.accounts.add(String(Math.floor(mark / HALF)));
		this.users.add(String(mark % HALF));
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
