import type { ImportType } from '../job-types.cts';
import { isObject, valueAt } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';
import {
	boolean,
	conversion,
	countryCode,
	customFields,
	date,
	email,
	eventFields,
	idempotencyKey,
	locale,
	positiveNumber,
	programMap,
	segments,
	text,
	textList,
} from './value-rules.cts';
import type { RowContext, Rule } from './value-rules.cts';

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
		firstName: text,
		lastName: text,
		email,
		imageUrl: text,
		paymentProviderId: text,
		referralCode: text,
		referable: boolean,
		locale,
		countryCode,
		'referredBy.code': text,
		'referredBy.isConverted': conversion,
		segments,
		referredByCodes: textList,
		referralCodes: programMap,
		shareLinks: namedShareLinks,
		sharelinks: namedShareLinks,
		dateCreated: date,
		dateUsTaxFormSubmitted: date,
		customFields,
	},
};

/** Source: the API sheet, "The import files", and the schemas of `@saasquatch/schema`. */
const rulesByType: Readonly<Record<ImportType, RowRules>> = {
	'MUTATION/USER': userRules,
	'MUTATION/DELETE_USER': {
		required: ['accountId', 'id'],
		fields: { preserveEmptyAccount: boolean, doNotTrack: boolean },
	},
	'MUTATION/USER_EVENT': {
		required: ['accountId', 'userId', 'event.key'],
		fields: {
			'event.dateTriggered': date,
			'event.fields': eventFields,
			idempotencyKey,
		},
		only: {
			'': ['accountId', 'userId', 'event', 'idempotencyKey'],
			event: ['key', 'dateTriggered', 'fields'],
		},
	},
	'MUTATION/REDEEMABLE_REWARD_BALANCE': {
		required: ['userId', 'accountId', 'unit'],
		fields: { valueToRedeem: positiveNumber },
	},
};

/**
 * Checks one record as an import of this type would.
 * @returns the message of the first failure, or undefined for a good record
 */
export function checkRow(
	type: ImportType,
	row: JsonObject,
	context: RowContext,
): string | undefined {
	const rules = rulesByType[type];
	const [stranger] = unknownFields(type, row);
	const notAllowed = stranger === undefined ? undefined : `${stranger} is not allowed`;
	return checkRequired(rules, row) ?? notAllowed ?? checkFields(rules, row, context);
}

/**
 * Whether an import leaves a record out, which is not an error: in the report of reward balances, as
 * it is downloaded, nothing is to be redeemed in any row. Source: the API sheet, "The import files".
 */
export function isLeftOut(type: ImportType, row: JsonObject): boolean {
	if (type !== 'MUTATION/REDEEMABLE_REWARD_BALANCE') return false;
	// From CSV, so a value is a text, and an empty one is absent.
	const { valueToRedeem = '0' } = row;
	return typeof valueToRedeem === 'string' && /^0+(\.0*)?$/.test(valueToRedeem);
}

/** The fields of a record that its type does not allow, as dotted paths. */
export function unknownFields(type: ImportType, row: JsonObject): string[] {
	return Object.entries(rulesByType[type].only ?? {}).flatMap(([path, allowed]) => {
		const inner = path === '' ? row : valueAt(row, path);
		const names = isObject(inner) ? Object.keys(inner) : [];
		const strangers = names.filter((name) => !allowed.includes(name));
		return strangers.map((name) => (path === '' ? name : `${path}.${name}`));
	});
}

function checkRequired(rules: RowRules, row: JsonObject) {
	for (const path of rules.required) {
		const value = valueAt(row, path);
		if (typeof value !== 'string' || value.trim() === '') {
			return `This request requires a valid non-empty ${path}`;
		}
	}
	return undefined;
}

function checkFields(rules: RowRules, row: JsonObject, context: RowContext) {
	for (const [path, rule] of Object.entries(rules.fields)) {
		const value = valueAt(row, path);
		if (value === undefined || value === null) continue;
		const failure = rule(value, path, context);
		if (failure !== undefined) return failure;
	}
	return undefined;
}

/** The rule of share links under the name that Advocate knows them by; any other is an unknown field. */
function namedShareLinks(value: unknown, path: string, context: RowContext): string | undefined {
	const { shareLinksName } = context.settings;
	const known = shareLinksName === 'either' || shareLinksName === path;
	return known ? programMap(value, path, context) : undefined;
}
