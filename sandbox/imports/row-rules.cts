import type { ImportType } from '../job-types.cts';
import type { ImportFormat } from './read-rows.cts';

/** Checks a value: gives the failure's message, or undefined when the value is good. */
type Rule = (value: unknown, path: string, format: ImportFormat) => string | undefined;

interface RowRules {
	/** The dotted paths at which there must be a non-empty string. */
	required: readonly string[];
	/** The rules of those fields that have one, by dotted path. */
	fields: Readonly<Record<string, Rule>>;
	/** The only fields that an object may have, by the object's path; '' is the row itself. */
	only?: Readonly<Record<string, readonly string[]>>;
}

const userRules: RowRules = {
	required: ['accountId', 'id'],
	fields: {
		firstName: isString,
		lastName: isString,
		email: isString,
		imageUrl: isString,
		paymentProviderId: isString,
		referralCode: isString,
		referable: isBoolean,
		locale: isLocale,
		countryCode: isCountryCode,
		'referredBy.code': isString,
		'referredBy.isConverted': isBoolean,
		referredByCodes: isStringList,
		referralCodes: isProgramMap,
		shareLinks: isProgramMap,
		sharelinks: isProgramMap,
		dateCreated: isDate,
		dateUsTaxFormSubmitted: isDate,
		customFields: isCustomFields,
	},
};

/** Source: the API sheet, "The import files", and the schemas of `@saasquatch/schema`. */
const rulesByType: Readonly<Record<ImportType, RowRules>> = {
	'MUTATION/USER': userRules,
	'MUTATION/DELETE_USER': {
		required: ['accountId', 'id'],
		fields: { preserveEmptyAccount: isBoolean, doNotTrack: isBoolean },
	},
	'MUTATION/USER_EVENT': {
		required: ['accountId', 'userId', 'event.key'],
		fields: {
			'event.dateTriggered': isDate,
			'event.fields': isObject,
			idempotencyKey: isIdempotencyKey,
		},
		only: {
			'': ['accountId', 'userId', 'event', 'idempotencyKey'],
			event: ['key', 'dateTriggered', 'fields'],
		},
	},
	'MUTATION/REDEEMABLE_REWARD_BALANCE': {
		required: [],
		fields: { valueToRedeem: isPositive },
	},
};

/**
 * Checks one record as an import of this type would.
 * @returns the message of the first failure, or undefined for a good record
 */
export function checkRow(
	type: ImportType,
	row: Readonly<Record<string, unknown>>,
	format: ImportFormat,
): string | undefined {
	const rules = rulesByType[type];
	const [stranger] = unknownFields(type, row);
	const notAllowed = stranger === undefined ? undefined : `${stranger} is not allowed`;
	return checkRequired(rules, row) ?? notAllowed ?? checkFields(rules, row, format);
}

/** The fields of a record that its type does not allow, as dotted paths. */
export function unknownFields(type: ImportType, row: Readonly<Record<string, unknown>>): string[] {
	return Object.entries(rulesByType[type].only ?? {}).flatMap(([path, allowed]) => {
		const inner = path === '' ? row : valueAt(row, path);
		const names = isPlainObject(inner) ? Object.keys(inner) : [];
		const strangers = names.filter((name) => !allowed.includes(name));
		return strangers.map((name) => (path === '' ? name : `${path}.${name}`));
	});
}

/** The value at a dotted path; undefined where there is none. */
export function valueAt(row: Readonly<Record<string, unknown>>, path: string): unknown {
	let value: unknown = row;
	for (const name of path.split('.')) {
		if (!isPlainObject(value) || !Object.hasOwn(value, name)) return undefined;
		value = value[name];
	}
	return value;
}

function checkRequired(rules: RowRules, row: Readonly<Record<string, unknown>>) {
	for (const path of rules.required) {
		const value = valueAt(row, path);
		if (typeof value !== 'string' || value.trim() === '') {
			return `This request requires a valid non-empty ${path}`;
		}
	}
	return undefined;
}

function checkFields(
	rules: RowRules,
	row: Readonly<Record<string, unknown>>,
	format: ImportFormat,
) {
	for (const [path, rule] of Object.entries(rules.fields)) {
		const value = valueAt(row, path);
		// The amount is what a redemption is about: to leave it out is as wrong as zero.
		const absent = value === undefined || value === null;
		if (absent && rule !== isPositive) continue;
		const failure = rule(value, path, format);
		if (failure !== undefined) return failure;
	}
	return undefined;
}

function isString(value: unknown, path: string) {
	return typeof value === 'string' ? undefined : `${path} must be a string`;
}

function isBoolean(value: unknown, path: string, format: ImportFormat) {
	const good =
		format === 'csv' ? value === 'true' || value === 'false' : typeof value === 'boolean';
	return good ? undefined : `${path} must be true or false`;
}

function isIdempotencyKey(value: unknown, path: string) {
	const good = typeof value === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(value);
	return good
		? undefined
		: `${path} must be 8 to 64 characters, each a letter, a digit, ".", "_" or "-"`;
}

function isLocale(value: unknown, path: string) {
	const good = typeof value === 'string' && /^[a-z]{2,3}_[A-Z]{2}$/.test(value);
	return good ? undefined : `${path} must be a language and a country, such as en_US`;
}

function isCountryCode(value: unknown, path: string) {
	const good = typeof value === 'string' && /^[A-Z]{2}$/.test(value);
	return good ? undefined : `${path} must be a two-letter country code, such as CA`;
}

function isDate(value: unknown, path: string, format: ImportFormat) {
	const number = asNumber(value, format, /^-?\d+$/);
	const good = number !== undefined && Number.isSafeInteger(number);
	return good ? undefined : `${path} must be an integer, in milliseconds since the epoch`;
}

function isPositive(value: unknown, path: string, format: ImportFormat) {
	const number = asNumber(value, format, /^\d+(\.\d+)?$/);
	const good = number !== undefined && Number.isFinite(number) && number > 0;
	return good ? undefined : `This request requires a valid positive ${path}`;
}

function asNumber(value: unknown, format: ImportFormat, text: RegExp): number | undefined {
	if (typeof value === 'number') return value;
	if (format !== 'csv' || typeof value !== 'string' || !text.test(value)) return undefined;
	return Number(value);
}

function isStringList(value: unknown, path: string) {
	const good = Array.isArray(value) && value.every((item) => typeof item === 'string');
	return good ? undefined : `${path} must be a list of strings`;
}

function isObject(value: unknown, path: string) {
	return isPlainObject(value) ? undefined : `${path} must be an object`;
}

// What a program id is: `UserImportLine.schema.json` of `@saasquatch/schema`.
function isProgramMap(value: unknown, path: string) {
	if (!isPlainObject(value)) return `${path} must be an object of program ids`;
	for (const [programId, entry] of Object.entries(value)) {
		if (!/^[a-zA-Z0-9-]{1,64}$/.test(programId)) return `${path}.${programId} is not a program id`;
		if (typeof entry !== 'string') return `${path}.${programId} must be a string`;
	}
	return undefined;
}

// The names and values: `UserCustomFields.schema.json` of `@saasquatch/schema`.
function isCustomFields(value: unknown, path: string) {
	if (!isPlainObject(value)) return `${path} must be an object`;
	const entries = Object.entries(value);
	if (entries.length > 100) return `${path} must have at most 100 fields`;
	for (const [name, entry] of entries) {
		const at = `${path}.${name}`;
		if (!/^[a-zA-Z0-9_]{1,64}$/.test(name)) return `${at} is not a valid field name`;
		if (entry !== null && typeof entry === 'object') return `${at} must not be an array or object`;
		if (typeof entry === 'string' && entry.length > 1024) {
			return `${at} must have at most 1024 characters`;
		}
	}
	return undefined;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
