import { acceptedRows } from '../imports/imported-file.cts';
import { isObject, valueAt } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';
import type { PastImport } from './records.cts';

/** What names a user within a tenant. */
export function userKey(accountId: unknown, id: unknown): string {
	return JSON.stringify([accountId, id]);
}

/**
 * The users whom imports have left: created, updated and not deleted, by their keys, in the order in
 * which they were first created.
 */
export async function importedUsers(
	imports: readonly PastImport[],
): Promise<Map<string, JsonObject>> {
	const users = new Map<string, JsonObject>();
	for (const past of imports) {
		const isDeletion = past.file.type === 'MUTATION/DELETE_USER';
		if (!isDeletion && past.file.type !== 'MUTATION/USER') continue;
		for await (const { row } of acceptedRows(past.file)) {
			const key = userKey(row.accountId, row.id);
			if (isDeletion) users.delete(key);
			else users.set(key, merged(users.get(key), row, past));
		}
	}
	return users;
}

/** For each user who was deleted, the position of the last import that did so. */
export async function deletions(imports: readonly PastImport[]): Promise<Map<string, number>> {
	const deleted = new Map<string, number>();
	for (const [position, { file }] of imports.entries()) {
		if (file.type !== 'MUTATION/DELETE_USER') continue;
		for await (const { row } of acceptedRows(file)) {
			deleted.set(userKey(row.accountId, row.id), position);
		}
	}
	return deleted;
}

// Documented: a referral code for a user who exists is ignored, and null takes a custom field away.
function merged(old: JsonObject | undefined, row: JsonObject, past: PastImport): JsonObject {
	const jobSegments = isObject(past.params) ? past.params.segments : undefined;
	const operations = [...listOf(row.segments), ...listOf(jobSegments)];
	return {
		...old,
		...row,
		customFields: withoutNulls({
			...objectAt(old, 'customFields'),
			...objectAt(row, 'customFields'),
		}),
		referralCodes: { ...objectAt(row, 'referralCodes'), ...objectAt(old, 'referralCodes') },
		shareLinks: { ...objectAt(old, 'shareLinks'), ...objectAt(row, 'shareLinks') },
		segments: operations.reduce(withOperation, listOf(old?.segments)),
		dateCreated: old?.dateCreated ?? row.dateCreated ?? past.date,
		dateModified: past.date,
	};
}

function objectAt(object: JsonObject | undefined, path: string): JsonObject {
	const value = valueAt(object ?? {}, path);
	return isObject(value) ? value : {};
}

function withoutNulls(object: JsonObject): JsonObject {
	const kept = Object.entries(object).filter(([, value]) => value !== null);
	return Object.fromEntries(kept) as JsonObject;
}

/** Segments as rows have them: a list, or in CSV a text with commas. */
function listOf(segments: unknown): string[] {
	if (typeof segments === 'string') return segments.split(',').map((one) => one.trim());
	return Array.isArray(segments) ? segments.map(String) : [];
}

function withOperation(segments: readonly string[], operation: string): string[] {
	if (operation === '~*') return [];
	const others = segments.filter((one) => one !== operation.replace(/^~/, ''));
	return operation.startsWith('~') ? others : [...others, operation];
}
