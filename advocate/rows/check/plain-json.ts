import { DEEPEST, isBytes, setOwn } from '../../json';
import { timestampFrom } from './timestamps';
import { isDateLike } from '../../fields/date-like';
import { isWellFormed } from './well-formed';

/**
 * How many parts a value may have. One that refers to itself, or to the same value again and again, never
 * ends.
 */
const MOST_PARTS = 1_000_000;

/** What a value may not contain, although JSON can express it. */
export interface JsonLimits {
	/** Bytes of a text in UTF-8. */
	textBytes: number;
	/** Whether a list may be directly in a list. */
	nestedLists: boolean;
}

const NO_LIMITS: JsonLimits = { textBytes: Infinity, nestedLists: true };

/** The limits of a field of an event (schema, which states them for the REST call). */
export const EVENT_FIELD_LIMITS: JsonLimits = { textBytes: 1_500, nestedLists: false };

/** The state of copying one value. */
interface Copying {
	limits: JsonLimits;
	parts: number;
	reason?: string;
	/** Whether a text has the sign for a lost character in it. */
	hasLostCharacter: boolean;
}

/**
 * A copy of a value that JSON can express without loss: dates become milliseconds. What JSON would silently change
 * (NaN and infinity, functions, broken characters) is refused, and so is what has been changed before: numbers past
 * 2^53, which are rounded.
 *
 * @returns the copy, or a reason that follows the field's name
 */
export function plainJson(
	value: unknown,
	limits: JsonLimits = NO_LIMITS,
): { value: unknown; told?: 'lostCharacter' } | { reason: string } {
	const copying: Copying = { limits, parts: 0, hasLostCharacter: false };
	const copy = copied(value, 0, copying);
	if (copying.reason !== undefined) return { reason: copying.reason };
	return copying.hasLostCharacter ? { value: copy, told: 'lostCharacter' } : { value: copy };
}

function copied(value: unknown, depth: number, copying: Copying): unknown {
	copying.parts++;
	if (copying.parts > MOST_PARTS) return refuse(copying, 'contains too many values');
	switch (typeof value) {
		case 'boolean':
			return value;
		case 'string':
			return copiedText(value, copying);
		case 'number':
			return copiedNumber(value, copying);
		case 'object':
			return value === null ? null : copiedObject(value, depth, copying);
		default:
			return refuse(copying, `can't be written as JSON: it contains a ${typeof value}`);
	}
}

function copiedNumber(value: number, copying: Copying): unknown {
	if (!Number.isFinite(value)) return refuse(copying, 'contains a number that is not finite');
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		return refuse(
			copying,
			`contains a number too large to be exact (${value}): pass it on as text`,
		);
	}
	// Adding 0 turns -0 into 0, as JSON does.
	return value + 0;
}

function copiedText(text: string, copying: Copying): unknown {
	if (!isWellFormed(text))
		return refuse(copying, 'contains broken characters (half of a surrogate pair)');
	copying.hasLostCharacter ||= text.includes('\ufffd');
	const { textBytes } = copying.limits;
	// A code unit has at most three bytes.
	if (text.length * 3 <= textBytes || Buffer.byteLength(text) <= textBytes) return text;
	const most = textBytes.toLocaleString('en-US');
	return refuse(
		copying,
		`contains a text of more than the ${most} bytes (UTF-8) that Advocate accepts`,
	);
}

function copiedObject(value: object, depth: number, copying: Copying): unknown {
	if (depth >= DEEPEST)
		return refuse(copying, `has more than ${DEEPEST} levels, or contains itself`);
	if (isBytes(value)) return refuse(copying, 'contains bytes (a Buffer), which no field can hold');
	if (isDateLike(value)) return copiedDate(value, copying);
	if (Array.isArray(value)) return copiedList(value, depth, copying);
	const { toJSON } = value as { toJSON?: unknown };
	if (typeof toJSON === 'function') {
		return copied((toJSON as () => unknown).call(value), depth + 1, copying);
	}
	if (!isPlain(value)) return refuse(copying, `can't be written as JSON without loss`);
	return copiedRecord(value as Record<string, unknown>, depth, copying);
}

function copiedDate(value: object, copying: Copying): unknown {
	const timestamp = timestampFrom(value, 'UTC');
	if ('milliseconds' in timestamp) return timestamp.milliseconds;
	return refuse(copying, 'contains an invalid date');
}

function copiedList(list: unknown[], depth: number, copying: Copying): unknown[] {
	const copy: unknown[] = [];
	for (let i = 0; i < list.length && copying.reason === undefined; i++) {
		const part = copied(list[i] ?? null, depth + 1, copying);
		if (Array.isArray(part) && !copying.limits.nestedLists) {
			refuse(copying, 'contains a list directly in a list, which Advocate does not accept');
		}
		copy.push(part);
	}
	return copy;
}

function copiedRecord(
	record: Record<string, unknown>,
	depth: number,
	copying: Copying,
): Record<string, unknown> {
	const copy: Record<string, unknown> = {};
	for (const key of Object.keys(record)) {
		if (!isWellFormed(key))
			refuse(copying, 'contains a name with broken characters (half of a surrogate pair)');
		if (copying.reason !== undefined) break;
		const value = record[key];
		if (value !== undefined) setOwn(copy, key, copied(value, depth + 1, copying));
	}
	return copy;
}

/**
 * Whether JSON can express all of an object, unlike a Map, a Set or bytes. It may come from another realm.
 */
function isPlain(value: object): boolean {
	return Object.prototype.toString.call(value) === '[object Object]';
}

function refuse(copying: Copying, reason: string): undefined {
	copying.reason ??= reason;
	return undefined;
}
