import type { FieldKind } from '../../fields/kinds';
import { plainJson } from './plain-json';
import { shownValue } from '../../shown';
import { timestampFrom } from './timestamps';
import { isDateLike } from '../../fields/date-like';
import { isWellFormed } from './well-formed';

/** A value as Advocate takes it, or why it can't be converted. */
export type Converted = { value: unknown } | { reason: string };

const TRUE = new Set(['true', 'yes', '1']);
const FALSE = new Set(['false', 'no', '0']);

/**
 * Converts one value by the rules of its field. What can't be converted for certain is refused, never
 * guessed.
 *
 * @param value not undefined, null or an empty text: RowChecker decides what those mean
 * @param timeZone IANA name, for dates without one
 * @returns the value, or a reason that follows the field's name, e.g. `must be true or false, not "maybe"`
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
			return plainJson(value);
	}
}

function textFrom(value: unknown): Converted {
	if (typeof value === 'string') {
		if (isWellFormed(value)) return { value };
		return { reason: 'contains broken characters (half of a surrogate pair)' };
	}
	if (typeof value === 'bigint') return { value: value.toString() };
	if (typeof value !== 'number') return { reason: `must be text, not ${shownValue(value)}` };
	const number = exactFrom(value);
	return 'reason' in number ? number : { value: String(number.value) };
}

/** A number that is exactly what was meant: a long ID read as a number has lost its last digits. */
function exactFrom(value: number): { value: number } | { reason: string } {
	if (!Number.isFinite(value)) return { reason: 'is not a finite number' };
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		return { reason: `is a number too large to be exact (${value}): pass it on as text` };
	}
	// Adding 0 turns -0 into 0, as JSON does.
	return { value: value + 0 };
}

function booleanFrom(value: unknown): Converted {
	if (typeof value === 'boolean') return { value };
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	const word = text.trim().toLowerCase();
	if (TRUE.has(word)) return { value: true };
	if (FALSE.has(word)) return { value: false };
	return { reason: `must be true or false (or yes/no, 1/0), not ${shownValue(value)}` };
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

/** Whether a text already is a locale as Advocate writes it, such as `en_US`. */
export function isLocale(text: string): boolean {
	return /^[a-z]{2,3}_[A-Z]{2}$/.test(text);
}

function localeFrom(value: unknown): Converted {
	const parts = /^([a-z]{2,3})[-_]([a-z]{2})$/i.exec(typeof value === 'string' ? value.trim() : '');
	if (parts === null) {
		return {
			reason: `must be a language and a country, such as en_US, not ${shownValue(value)}`,
		};
	}
	const [, language = '', country = ''] = parts;
	return { value: `${language.toLowerCase()}_${country.toUpperCase()}` };
}

function countryFrom(value: unknown): Converted {
	const code = typeof value === 'string' ? value.trim() : '';
	// Checked before it is upper-cased: "ß" becomes "SS", which is South Sudan.
	if (/^[a-z]{2}$/i.test(code)) return { value: code.toUpperCase() };
	return { reason: `must be a two-letter country code, such as CA, not ${shownValue(value)}` };
}

/** How many digits a number is certain to keep. */
const EXACT_DIGITS = 15;

function positiveNumberFrom(value: unknown): Converted {
	const number = typeof value === 'string' ? decimalFrom(value.trim()) : value;
	if (typeof number === 'number' && Number.isFinite(number) && number > 0) {
		return exactFrom(number);
	}
	return { reason: `must be a number above zero, not ${shownValue(value)}` };
}

function decimalFrom(text: string): number | undefined {
	if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
	const digits = text.replace('.', '').replace(/^0+/, '');
	return digits.length > EXACT_DIGITS ? undefined : Number(text);
}

function textListFrom(value: unknown): Converted {
	if (!Array.isArray(value)) return { reason: `must be a list of texts, not ${shownValue(value)}` };
	const texts: unknown[] = [];
	// By index, as a list may have gaps.
	for (let i = 0; i < value.length; i++) {
		const text = textFrom(value[i]);
		if ('reason' in text) return { reason: `must be a list of texts; one ${text.reason}` };
		texts.push(text.value);
	}
	return { value: texts };
}

/** How long a text in a custom field may be (`UserCustomFields.schema.json`, @saasquatch/schema). */
export const MOST_CHARACTERS = 1_024;

function scalarFrom(value: unknown): Converted {
	if (typeof value === 'boolean') return { value };
	if (typeof value === 'number') return exactFrom(value);
	if (typeof value === 'string' && value.length > MOST_CHARACTERS) {
		return { reason: 'has more than the 1,024 characters that a custom field can hold' };
	}
	if (typeof value === 'string' || typeof value === 'bigint') return textFrom(value);
	if (isDateLike(value)) return dateFrom(value, 'UTC');
	return { reason: `must be text, a number or true/false, not ${shownValue(value)}` };
}
