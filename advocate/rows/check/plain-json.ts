import { DEEPEST, setOwn } from '../../json';
import { timestampFrom } from './timestamps';
import { isDateLike } from '../../fields/date-like';
import { isWellFormed } from './well-formed';

/** Parts a value may have. One that refers to itself, or to the same again and again, never ends. */
const MOST_PARTS = 1_000_000;

/** What copying one value has met so far. */
interface Copying {
	parts: number;
	reason?: string;
}

/**
 * A copy of a value in which JSON says everything and nothing is lost on the way: dates are milliseconds,
 * and what JSON would change in silence (numbers that are none, functions, broken characters) is refused.
 *
 * @returns the copy, or a reason to stand after the field's name
 */
export function plainJson(value: unknown): { value: unknown } | { reason: string } {
	const copying: Copying = { parts: 0 };
	const copy = copied(value, 0, copying);
	return copying.reason === undefined ? { value: copy } : { reason: copying.reason };
}

function copied(value: unknown, depth: number, copying: Copying): unknown {
	copying.parts++;
	if (copying.parts > MOST_PARTS) return refuse(copying, 'holds too many values');
	switch (typeof value) {
		case 'boolean':
			return value;
		case 'string':
			return isWellFormed(value)
				? value
				: refuse(copying, 'holds broken characters (half of a pair)');
		case 'number':
			// Adding 0 makes 0 of -0, as JSON does.
			return Number.isFinite(value) ? value + 0 : refuse(copying, 'holds a number that is none');
		case 'object':
			return value === null ? null : copiedObject(value, depth, copying);
		default:
			return refuse(copying, `can't be written as JSON: it holds a ${typeof value}`);
	}
}

function copiedObject(value: object, depth: number, copying: Copying): unknown {
	if (depth >= DEEPEST) return refuse(copying, `has more than ${DEEPEST} levels, or holds itself`);
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
	return refuse(copying, `holds a date that is none`);
}

function copiedList(list: unknown[], depth: number, copying: Copying): unknown[] {
	const copy: unknown[] = [];
	for (let i = 0; i < list.length && copying.reason === undefined; i++) {
		copy.push(copied(list[i] ?? null, depth + 1, copying));
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
		if (!isWellFormed(key)) refuse(copying, 'holds a name with broken characters (half of a pair)');
		if (copying.reason !== undefined) break;
		const value = record[key];
		if (value !== undefined) setOwn(copy, key, copied(value, depth + 1, copying));
	}
	return copy;
}

/** Whether JSON says all of an object: not of a Map, a Set or bytes. Its realm may be another's. */
function isPlain(value: object): boolean {
	return Object.prototype.toString.call(value) === '[object Object]';
}

function refuse(copying: Copying, reason: string): undefined {
	copying.reason ??= reason;
	return undefined;
}
