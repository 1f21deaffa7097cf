import { isRecord } from '../json';
import { isDateLike } from './date-like';

/**
 * The one value that an object or a list holds, where it has a documented form that says which:
 *
 * - `{value}`, as HubSpot's API v1 has every property of a contact, with or without its earlier `versions`
 * - a list of `{value, primary}` with one that is primary: Pipedrive's `email` and `emails` (its reference of Persons),
 *   and `emails` of SCIM (RFC 7643, 2.4: "primary … MUST appear no more than once")
 * - a list of `{value, metadata: {primary}}`: Google's People API, which has exactly one in each field that is not empty
 *
 * @param value an object or a list
 * @returns the value; null for an empty list; undefined where it is not certain which it is
 */
export function heldValue(value: object): unknown {
	if (isDateLike(value)) return value;
	if (!Array.isArray(value)) return isLone(value) ? loneValue(value) : undefined;
	const entries: unknown[] = value;
	if (entries.length === 0) return null;
	const primary = entries.filter(isPrimary);
	return primary.length === 1 && entries.every(isRecord) ? loneValue(primary[0]) : undefined;
}

/** Whether an object is nothing but its value, HubSpot's older form. */
export function isLone(value: unknown): value is Record<string, unknown> {
	if (!isRecord(value) || !Object.hasOwn(value, 'value')) return false;
	for (const key in value) if (key !== 'value' && key !== 'versions') return false;
	return true;
}

function loneValue(entry: unknown): unknown {
	const value = isRecord(entry) ? entry['value'] : undefined;
	return typeof value === 'object' && value !== null ? undefined : value;
}

function isPrimary(entry: unknown): boolean {
	if (!isRecord(entry)) return false;
	const { primary, metadata } = entry;
	// Pipedrive's reference has the texts "true" and "false" in places.
	if (primary === true || primary === 'true') return true;
	return isRecord(metadata) && metadata['primary'] === true;
}
