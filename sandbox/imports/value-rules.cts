import { isObject } from '../json-object.cts';
import type { Settings } from '../settings.cts';
import type { ImportFormat } from './read-rows.cts';

/** How the values of a row are written, and how strictly they are judged. */
export interface RowContext {
	format: ImportFormat;
	settings: Pick<Settings, 'lenientValues' | 'dashesInCustomFields' | 'shareLinksName'>;
}

/** Checks a value: gives the failure's message, or undefined when the value is good. */
export type Rule = (value: unknown, path: string, context: RowContext) => string | undefined;

export const text: Rule = (value, path) =>
	typeof value === 'string' ? undefined : `${path} must be a string`;

export const textList: Rule = (value, path) => {
	const good = Array.isArray(value) && value.every((item) => typeof item === 'string');
	return good ? undefined : `${path} must be a list of strings`;
};

export const boolean: Rule = (value, path, { format, settings }) => {
	const words = settings.lenientValues ? /^(true|false)$/i : /^(true|false)$/;
	const good =
		format === 'csv' ? typeof value === 'string' && words.test(value) : typeof value === 'boolean';
	return good ? undefined : `${path} must be true or false`;
};

export const date: Rule = (value, path, { format }) => {
	const number = asNumber(value, format, /^-?\d+$/);
	const good = number !== undefined && Number.isSafeInteger(number);
	return good ? undefined : `${path} must be an integer, in milliseconds since the epoch`;
};

export const positiveNumber: Rule = (value, path, { format }) => {
	const number = asNumber(value, format, /^\d+(\.\d+)?$/);
	const good = number !== undefined && Number.isFinite(number) && number > 0;
	return good ? undefined : `This request requires a valid positive ${path}`;
};

/** Source: the API sheet, "The import files"; the schema says it of the REST call. */
export const eventFields: Rule = (value, path) =>
	isObject(value) ? problemInside(value, path) : `${path} must be an object`;

function problemInside(value: unknown, path: string): string | undefined {
	if (typeof value === 'string') {
		const good = Buffer.byteLength(value) <= 1500;
		return good ? undefined : `${path} must have at most 1500 bytes`;
	}
	if (Array.isArray(value)) {
		const items: unknown[] = value;
		if (items.some(Array.isArray)) return `${path} must not hold a list directly in a list`;
		return items.map((item, index) => problemInside(item, `${path}[${index}]`)).find(Boolean);
	}
	if (!isObject(value)) return undefined;
	return Object.entries(value)
		.map(([name, inner]) => problemInside(inner, `${path}.${name}`))
		.find(Boolean);
}

/** A text, as the schema says, although it is about a boolean. */
export const conversion: Rule = (value, path, context) =>
	context.settings.lenientValues && typeof value === 'boolean'
		? undefined
		: text(value, path, context);

export const email: Rule = (value, path) => {
	const good = typeof value === 'string' && [...value].length >= 7;
	return good ? undefined : `${path} must be a string of at least 7 characters`;
};

export const locale: Rule = (value, path, { settings }) => {
	const pattern = settings.lenientValues ? /^[a-z]{2,3}(_[A-Z]{2})?$/ : /^[a-z]{2,3}_[A-Z]{2}$/;
	const good = typeof value === 'string' && pattern.test(value);
	return good ? undefined : `${path} must be a language and a country, such as en_US`;
};

export const countryCode: Rule = (value, path) => {
	const good = typeof value === 'string' && /^[A-Z]{2}$/.test(value);
	return good ? undefined : `${path} must be a two-letter country code, such as CA`;
};

export const idempotencyKey: Rule = (value, path) => {
	const good = typeof value === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(value);
	return good
		? undefined
		: `${path} must be 8 to 64 characters, each a letter, a digit, ".", "_" or "-"`;
};

/** Texts by program id. Source: `UserImportLine.schema.json` of `@saasquatch/schema`. */
export const programMap: Rule = (value, path) => {
	if (!isObject(value)) return `${path} must be an object of program ids`;
	for (const [programId, entry] of Object.entries(value)) {
		if (!/^[a-zA-Z0-9-]{1,64}$/.test(programId)) return `${path}.${programId} is not a program id`;
		if (typeof entry !== 'string') return `${path}.${programId} must be a string`;
	}
	return undefined;
};

/** A list of operations, or in CSV a text with commas between them. */
export const segments: Rule = (value, path, { format }) => {
	const isText = format === 'csv' && typeof value === 'string';
	return segmentProblem(isText ? value.split(',') : value, path);
};

/** What is wrong with a list of segment operations: `key` adds, `~key` removes, `~*` clears. */
export function segmentProblem(value: unknown, path: string): string | undefined {
	if (!Array.isArray(value)) return `${path} must be a list`;
	const list: unknown[] = value;
	for (const [index, operation] of list.entries()) {
		const at = `${path}[${index}]`;
		if (typeof operation !== 'string') return `${at} must be a string`;
		if (!/^~?[^~\s]/.test(operation.trim())) return `${at} names no segment`;
		if (operation.trim() === '*') return `${at} must be ~* to clear all segments`;
		if (operation.trim() === '~*' && index > 0)
			return `${at} clears all segments: it must come first`;
	}
	return undefined;
}

/** Source: `UserCustomFields.schema.json` of `@saasquatch/schema`. */
export const customFields: Rule = (value, path, { settings }) => {
	if (!isObject(value)) return `${path} must be an object`;
	const names = settings.dashesInCustomFields ? /^[\w-]{1,64}$/ : /^\w{1,64}$/;
	const entries = Object.entries(value);
	if (entries.length > 100) return `${path} must have at most 100 fields`;
	for (const [name, entry] of entries) {
		const at = `${path}.${name}`;
		if (!names.test(name)) return `${at} is not a valid field name`;
		if (entry !== null && typeof entry === 'object') return `${at} must not be an array or object`;
		if (name === 'timeZone' && entry !== null && typeof entry !== 'string') {
			return `${at} must be a string`;
		}
		// As JSON schemas count: a character outside the basic plane is one, not two.
		if (typeof entry === 'string' && [...entry].length > 1024) {
			return `${at} must have at most 1024 characters`;
		}
	}
	return undefined;
};

function asNumber(value: unknown, format: ImportFormat, pattern: RegExp): number | undefined {
	if (typeof value === 'number') return value;
	if (format !== 'csv' || typeof value !== 'string' || !pattern.test(value)) return undefined;
	return Number(value);
}
