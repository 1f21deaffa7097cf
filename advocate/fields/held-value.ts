import { isRecord } from '../json';
import { isDateLike } from './date-like';
import { loneValue } from './lone-value';

/**
 * The one value that an object or a list holds, where it has a documented form that says which:
 *
 * - `{value}`, as HubSpot's older API has every property of a contact (see `loneValue`)
 * - a list of `{value, primary}` with one that is primary: Pipedrive's `email` and `emails` (its reference of Persons),
 *   and `emails` of SCIM (RFC 7643, 2.4: "primary … MUST appear no more than once")
 * - a list of `{value, metadata: {primary}}`: Google's People API, which has exactly one in each field that is not empty
 *
 * @param value an object or a list
 * @returns the value; null for an empty list; undefined where it is not certain which it is
 */
export function heldValue(value: object): unknown {
	if (isDateLike(value)) return value;
	if (!Array.isArray(value)) return plainValue(loneValue(value));
	const entries: unknown[] = value;
	if (entries.length === 0) return null;
	const primary = entries.filter(isPrimary);
	const [only] = primary;
	const isCertain = primary.length === 1 && entries.every(isRecord) && isRecord(only);
	return isCertain ? plainValue(only['value']) : undefined;
}

function plainValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null ? undefined : value;
}

function isPrimary(entry: unknown): boolean {
	if (!isRecord(entry)) return false;
	const { primary, metadata } = entry;
	// Pipedrive's reference has the texts "true" and "false" in places.
	if (primary === true || primary === 'true') return true;
	return isRecord(metadata) && metadata['primary'] === true;
}
