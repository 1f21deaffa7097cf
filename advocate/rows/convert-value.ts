import type { FieldKind } from './field-kinds';
import { timestampFrom } from './timestamps';

/** A value as Advocate takes it, or why there is none. */
export type Converted = { value: unknown } | { reason: string };

const TRUE = new Set(['true', 'yes', '1']);
/** With the flag `u` a whole pair is one character, so only a half matches. */
const LONE_SURROGATE = /\p{Surrogate}/u;

const FALSE = new Set(['false', 'no', '0']);

/**
 * Converts one value by the rules of its field. What can't be converted for certain is refused, never
 * guessed.
 *
 * @param value not undefined, null or an empty text: what those mean is the row's matter
 * @param timeZone IANA name, for dates that say none
 * @returns the value, or a reason to stand after the field's name, e.g. `must be true or false, not "maybe"`
 */
export function convertValue(value: unknown, kind: FieldKind, timeZone: string): Converted {
	switch (kind) {
		case 'text':
			return textFrom(value);
		case 'boolean':
			return booleanFrom(value);
		case 'booleanText':
			return booleanTextFrom(value);
		case 'timestamp':
			return dateFrom(value, timeZone);
		case 'locale':
			return localeFrom(value);
		case 'country':
			return countryFrom(value);
		case 'positiveNumber':
			return positiveNumberFrom(value);
		case 'textList':
			return textListFrom(value);
		case 'scalar':
			return scalarFrom(value);
		case 'any':
			return anyFrom(value);
	}
}

function textFrom(value: unknown): Converted {
	if (typeof value === 'string') {
		if (!LONE_SURROGATE.test(value)) return { value };
		return { reason: 'holds broken characters (half of a pair)' };
	}
	if (typeof value === 'bigint') return { value: value.toString() };
	if (typeof value !== 'number') return { reason: `must be text, not ${shown(value)}` };
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		return { reason: `is a number too large to be exact (${value}): hand it on as text` };
	}
	if (!Number.isFinite(value)) return { reason: 'must be text, not a number that is none' };
	return { value: String(value) };
}

function booleanFrom(value: unknown): Converted {
	if (typeof value === 'boolean') return { value };
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	const word = text.trim().toLowerCase();
	if (TRUE.has(word)) return { value: true };
	if (FALSE.has(word)) return { value: false };
	return { reason: `must be true or false (or yes/no, 1/0), not ${shown(value)}` };
}

function booleanTextFrom(value: unknown): Converted {
	const converted = booleanFrom(value);
	return 'value' in converted ? { value: String(converted.value) } : converted;
}

function dateFrom(value: unknown, timeZone: string): Converted {
	const timestamp = timestampFrom(value, timeZone);
	if ('reason' in timestamp) return { reason: `must be a date: ${timestamp.reason}` };
	return { value: timestamp.milliseconds };
}

function localeFrom(value: unknown): Converted {
	const parts = /^([a-z]{2,3})[-_]([a-z]{2})$/i.exec(typeof value === 'string' ? value.trim() : '');
	if (parts === null) {
		return { reason: `must be a language and a country, such as en_US, not ${shown(value)}` };
	}
	const [, language = '', country = ''] = parts;
	return { value: `${language.toLowerCase()}_${country.toUpperCase()}` };
}

function countryFrom(value: unknown): Converted {
	const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
	if (/^[A-Z]{2}$/.test(code)) return { value: code };
	return { reason: `must be a two-letter country code, such as CA, not ${shown(value)}` };
}

function positiveNumberFrom(value: unknown): Converted {
	const text = typeof value === 'string' ? value.trim() : value;
	const number = typeof text === 'string' && /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
	if (typeof number === 'number' && Number.isFinite(number) && number > 0) return { value: number };
	return { reason: `must be a number above zero, not ${shown(value)}` };
}

function textListFrom(value: unknown): Converted {
	if (!Array.isArray(value)) return { reason: `must be a list of texts, not ${shown(value)}` };
	const texts = value.map(textFrom);
	const wrong = texts.find((text) => 'reason' in text);
	if (wrong !== undefined) return wrong;
	return { value: texts.map((text) => ('value' in text ? text.value : '')) };
}

function scalarFrom(value: unknown): Converted {
	if (typeof value === 'boolean') return { value };
	if (typeof value === 'number') {
		return Number.isFinite(value) ? { value } : { reason: 'must be a number that is one' };
	}
	if (typeof value === 'string') return textFrom(value);
	if (isDate(value)) return dateFrom(value, 'UTC');
	return { reason: `must be text, a number or true/false, not ${shown(value)}` };
}

function anyFrom(value: unknown): Converted {
	if (isDate(value)) return dateFrom(value, 'UTC');
	try {
		const json = JSON.stringify(value);
		return json === undefined ? { reason: `can't be written as JSON` } : { value };
	} catch {
		return { reason: `can't be written as JSON` };
	}
}

function isDate(value: unknown): boolean {
	return (
		value instanceof Date ||
		(typeof value === 'object' && value !== null && 'isLuxonDateTime' in value)
	);
}

/** A value short enough to stand in a reason. */
function shown(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return value === null ? 'nothing' : 'an object';
	const text = String(value);
	return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
