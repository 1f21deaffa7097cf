import { countryNamed, isNameOfSeveral } from '../../fields/country-names';
import type { FieldKind } from '../../fields/kinds';
import { orderedSegments } from '../../fields/segments';
import { EVENT_FIELD_LIMITS, plainJson } from './plain-json';
import { shownValue } from '../../shown';
import { dottedTimestamp, timestampFrom } from './timestamps';
import { isCountryCode, meantCountry } from '../../fields/countries';
import { DAY } from '../../durations';
import { readId } from './ids';
import type { Told } from './told-values';
import { isDateLike } from '../../fields/date-like';
import { isWellFormed } from './well-formed';

/**
 * A value as Advocate takes it, with what there is to tell about it; or that it is not sent, which is to be told; or
 * why it can't be converted.
 */
export type Converted = { value: unknown; told?: Told } | { leftOut: Told } | { reason: string };

type ConvertedText = { value: string; told?: Told } | { reason: string };

/** What dates and numbers are read by. */
export interface DateRules {
	/** IANA name, for dates without one. */
	timeZone: string;
	/** Milliseconds since the epoch; nothing that is imported has happened later. Undefined for no such limit. */
	now?: number;
	/**
	 * Whether the file has semicolons between its cells, as programs write where a comma is a decimal one: then a date
	 * with dots has its day first, too.
	 */
	hasSemicolons?: boolean;
}

/**
 * The words for true and false in which nothing else can be meant: of programs and databases (`t` of PostgreSQL, `1.0` of
 * pandas), and of people and spreadsheets in English, German, French and Spanish.
 */
const TRUE = wordSet('true yes y t on 1 wahr ja vrai oui verdadero sí si');
const FALSE = wordSet('false no n f off 0 falsch nein faux non falso');

function wordSet(words: string): ReadonlySet<string> {
	return new Set(words.split(' '));
}

/**
 * Converts one value by the rules of its field. What can't be converted for certain is refused, never
 * guessed.
 *
 * @param value not undefined, null or an empty text: RowChecker decides what those mean
 * @returns the value, or a reason that follows the field's name, e.g. `must be true or false, not "maybe"`
 */
export function convertValue(value: unknown, kind: FieldKind, dates: DateRules): Converted {
	switch (kind) {
		case 'text':
			return textFrom(value);
		case 'id':
			return idFrom(value);
		case 'email':
			return emailFrom(value);
		case 'idempotencyKey':
			return idempotencyKeyFrom(value);
		case 'boolean':
			return booleanFrom(value);
		case 'booleanText':
			return booleanTextFrom(value);
		case 'timestamp':
			return pastDateFrom(value, dates);
		case 'locale':
			return localeFrom(value);
		case 'country':
			return countryFrom(value);
		case 'amount':
			return amountFrom(value, dates);
		case 'textList':
			return textListFrom(value);
		case 'segments':
			return segmentsFrom(value);
		case 'customField':
			return customFieldFrom(value);
		case 'customText':
			return customTextFrom(value);
		case 'eventField':
			return plainJson(value, EVENT_FIELD_LIMITS);
		case 'any':
			return plainJson(value);
	}
}

function textFrom(value: unknown): ConvertedText {
	if (typeof value === 'string') {
		if (value.includes('\ufffd')) return { value, told: 'lostCharacter' };
		if (isWellFormed(value)) return { value };
		return { reason: 'contains broken characters (half of a surrogate pair)' };
	}
	if (typeof value === 'bigint') return { value: value.toString() };
	if (typeof value !== 'number') return { reason: `must be text, not ${shownValue(value)}` };
	const number = exactFrom(value);
	return 'reason' in number ? number : { value: String(number.value) };
}

function idFrom(value: unknown): ConvertedText {
	const text = textFrom(value);
	if ('reason' in text) return text;
	const id = readId(text.value);
	if ('reason' in id) return id;
	return id.told === undefined ? { value: id.text } : { value: id.text, told: id.told };
}

/** How short an email address may be in Advocate: as short as "a@b.com". */
const SHORTEST_EMAIL = 7;

/** Whether a text is long enough to be an email address in Advocate. */
export function isEmail(text: string): boolean {
	return !isShorterThan(SHORTEST_EMAIL, text);
}

function emailFrom(value: unknown): Converted {
	const given = textFrom(value);
	const text = 'value' in given ? trimmed(given) : given;
	if ('reason' in text || isEmail(text.value)) return text;
	return {
		reason: `must be an email address of at least ${SHORTEST_EMAIL} characters, not ${shownValue(value)}`,
	};
}

/** A text without the blanks around it, which are no part of an email address. */
function trimmed({ value, told }: { value: string; told?: Told }): ConvertedText {
	const text = value.trim();
	if (text === value) return told === undefined ? { value } : { value, told };
	return { value: text, told: told ?? 'trimmed' };
}

/** Whether a text is a key of the form that Advocate accepts, and remembers for 24 hours (guide, schema). */
export function isIdempotencyKey(text: string): boolean {
	return /^[A-Za-z0-9._-]{8,64}$/.test(text);
}

function idempotencyKeyFrom(value: unknown): Converted {
	const text = idFrom(value);
	if ('reason' in text || isIdempotencyKey(text.value)) return text;
	return {
		reason: `must be 8 to 64 letters, digits, "-", "_" and ".", not ${shownValue(value)}. The SHA-256 hash of any text is such a key`,
	};
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
	const word = text
		.trim()
		.toLowerCase()
		.replace(/^([01])\.0+$/, '$1');
	if (TRUE.has(word)) return { value: true };
	if (FALSE.has(word)) return { value: false };
	return { reason: `must be true or false (or yes/no, t/f, 1/0), not ${shownValue(value)}` };
}

function booleanTextFrom(value: unknown): Converted {
	const converted = booleanFrom(value);
	return 'value' in converted ? { value: String(converted.value) } : converted;
}

function dateFrom(value: unknown, { timeZone, hasSemicolons }: DateRules): Converted {
	const isText = hasSemicolons && typeof value === 'string';
	const dotted = isText ? dottedTimestamp(value.trim(), timeZone) : undefined;
	const timestamp = dotted ?? timestampFrom(value, timeZone);
	if ('reason' in timestamp) return { reason: `must be a date: ${timestamp.reason}` };
	const { milliseconds, isZoneAssumed } = timestamp;
	if (dotted !== undefined) return { value: milliseconds, told: 'dotted' };
	return isZoneAssumed ? { value: milliseconds, told: 'timeZone' } : { value: milliseconds };
}

/**
 * A date on which something has happened since there are computers to write it down, which is what all of Advocate's
 * own dates are. Any other has been read wrongly, here or before.
 */
function pastDateFrom(value: unknown, dates: DateRules): Converted {
	const { now = Infinity } = dates;
	const date = dateFrom(value, dates);
	if (!('value' in date) || typeof date.value !== 'number') return date;
	if (date.value === 0) return { leftOut: 'epoch' };
	const isPast = date.value <= now + DAY;
	if (isPast && date.value > 0) return date;
	const why = isPast ? 'which is before 1970' : 'which is still to come';
	return {
		reason: `must be the date of something that has happened: ${shownValue(value)} would be ${shownDay(date.value)}, ${why}. Give the right date, such as 2024-05-01T09:00:00Z`,
	};
}

function shownDay(milliseconds: number): string {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? 'far away' : date.toISOString().replace(/T.*/, '');
}

/** Whether a text already is a locale as Advocate writes it, such as `en_US`. */
export function isLocale(text: string): boolean {
	if (LOCALES.has(text)) return true;
	const isOne = /^[a-z]{2,3}_[A-Z]{2}$/.test(text) && isCountryCode(text.slice(-2));
	if (isOne && LOCALES.size < MOST_LOCALES) LOCALES.add(text);
	return isOne;
}

/** Those that came, as all rows have the same few. */
const LOCALES = new Set<string>();
const MOST_LOCALES = 1_000;

function localeFrom(value: unknown): Converted {
	const parts = /^([a-z]{2,3})[-_]([a-z]{2})$/i.exec(typeof value === 'string' ? value.trim() : '');
	if (parts === null) {
		return {
			reason: `must be a language and a country, such as en_US, not ${shownValue(value)}`,
		};
	}
	const [, language = '', letters = ''] = parts;
	const country = letters.toUpperCase();
	if (!isCountryCode(country)) return { reason: noCountry(value, country) };
	return { value: `${language.toLowerCase()}_${country}` };
}

function countryFrom(value: unknown): Converted {
	const code = typeof value === 'string' ? value.trim() : '';
	// Checked before it is upper-cased: "ß" becomes "SS", which is South Sudan.
	if (/^[a-z]{2}$/i.test(code)) {
		const country = code.toUpperCase();
		return isCountryCode(country) ? { value: country } : { reason: noCountry(value, country) };
	}
	const named = countryNamed(code);
	if (named !== undefined) return { value: named };
	if (isNameOfSeveral(code)) {
		return { reason: `may be several countries: ${shownValue(value)}. Use a code such as CA` };
	}
	return {
		reason: `must be a two-letter country code, such as CA, or a country's name, not ${shownValue(value)}`,
	};
}

function noCountry(value: unknown, code: string): string {
	const meant = meantCountry(code);
	const hint = meant === undefined ? 'Use a code such as CA' : meant;
	return `has no country that exists: ${shownValue(value)}. ${hint}`;
}

/** How many digits a number is certain to keep. */
const EXACT_DIGITS = 15;

/** `1.234,50`, `12,5`, or `1234`: with a decimal comma. */
const WITH_COMMA = /^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/;

/** Whether a text is a number with a decimal comma, in a field that takes any text. */
export function hasDecimalComma(text: string): boolean {
	return text.includes(',') && WITH_COMMA.test(text.replace(/^-/, ''));
}

/** `1.234` and `1,234`: whether more than a thousand is meant, or a little more than one, nothing tells. */
const AMBIGUOUS = /^\d{1,3}[.,]\d{3}$/;

function amountFrom(value: unknown, { hasSemicolons }: DateRules): Converted {
	const text = typeof value === 'string' ? value.trim() : undefined;
	if (text !== undefined && hasSemicolons && AMBIGUOUS.test(text)) {
		return {
			reason: `must be a number that is certain: ${shownValue(value)} may be ${text.replace(/[.,]/, '')} or ${text.replace(',', '.')} in a file with semicolons. Write it without a sign for thousands, and not with three decimals`,
		};
	}
	const number = text === undefined ? value : decimalFrom(hasSemicolons ? withPoint(text) : text);
	if (typeof number === 'number' && Number.isFinite(number) && number >= 0) {
		return exactFrom(number);
	}
	return { reason: `must be a number of 0 or more, not ${shownValue(value)}` };
}

/** A number with a decimal comma as one with a point; any other text as it is. */
function withPoint(text: string): string {
	return WITH_COMMA.test(text) ? text.replaceAll('.', '').replace(',', '.') : text;
}

function decimalFrom(text: string): number | undefined {
	if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
	const digits = text.replace('.', '').replace(/^0+/, '');
	return digits.length > EXACT_DIGITS ? undefined : Number(text);
}

function textListFrom(value: unknown): { value: string[] } | { reason: string } {
	if (!Array.isArray(value)) return { reason: `must be a list of texts, not ${shownValue(value)}` };
	const texts: string[] = [];
	// By index, as a list may have gaps.
	for (let i = 0; i < value.length; i++) {
		const text = textFrom(value[i]);
		if ('reason' in text) return { reason: `must be a list of texts; one ${text.reason}` };
		texts.push(text.value);
	}
	return { value: texts };
}

function segmentsFrom(value: unknown): Converted {
	const texts = textListFrom(typeof value === 'string' ? value.split(',') : value);
	if ('reason' in texts) return texts;
	const operations = texts.value.map((text) => text.trim()).filter((text) => text !== '');
	const strange = operations.find((operation) => /,|^~$|^~~/.test(operation));
	if (strange !== undefined) {
		return { reason: `must be keys of segments, such as vip or ~vip, not ${shownValue(strange)}` };
	}
	const both = operations.find((key) => operations.includes(`~${key}`));
	if (both === undefined) return { value: orderedSegments(operations) };
	return { reason: `adds and removes the same segment, ${shownValue(both)}` };
}

/** How long a text in a custom field may be (`UserCustomFields.schema.json`, @saasquatch/schema). */
const MOST_OF_CUSTOM_FIELD = 1_024;

/** Whether a custom field can hold a text. */
export function fitsCustomField(text: string): boolean {
	return text.length <= MOST_OF_CUSTOM_FIELD || isShorterThan(MOST_OF_CUSTOM_FIELD + 1, text);
}

/** Whether a text has fewer characters, as JSON Schema counts them: one outside the basic plane is one. */
function isShorterThan(count: number, text: string): boolean {
	if (text.length < count) return true;
	// No character has more than two code units.
	if (text.length >= 2 * count) return false;
	let characters = 0;
	for (let at = 0; at < text.length; characters++)
		at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
	return characters < count;
}

function customTextFrom(value: unknown): Converted {
	if (typeof value !== 'string' || fitsCustomField(value)) return textFrom(value);
	return { reason: 'has more than the 1,024 characters that a custom field can hold' };
}

function customFieldFrom(value: unknown): Converted {
	if (typeof value === 'boolean') return { value };
	if (typeof value === 'number') return exactFrom(value);
	if (typeof value === 'string' || typeof value === 'bigint') return customTextFrom(value);
	if (isDateLike(value)) return dateFrom(value, { timeZone: 'UTC' });
	return { reason: `must be text, a number or true/false, not ${shownValue(value)}` };
}
