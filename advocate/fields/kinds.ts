import type { ImportJobType } from '../api/job-types';
import { canonicalName, IMPORT_FIELDS } from './import-fields';

/** What a field of an import row takes (sources as for IMPORT_FIELDS). */
export type FieldKind =
	/** Text; numbers are written out. */
	| 'text'
	/** Text of at least 7 characters (schema of the REST call). */
	| 'email'
	/** What makes an event known when it is sent again: 8 to 64 of certain characters (guide, schema). */
	| 'idempotencyKey'
	/** true or false. */
	| 'boolean'
	/** true or false, as text: classic programs' `referredBy.isConverted` (schema: string). */
	| 'booleanText'
	/** Whole milliseconds since the epoch. */
	| 'timestamp'
	/** Language, underscore, country: `en_US`. */
	| 'locale'
	/** Two capital letters: `CA`. */
	| 'country'
	/** A number above zero, in the unit shown; 0 where nothing is to be redeemed. */
	| 'amount'
	/** Several texts. */
	| 'textList'
	/** Operations on segments: a list, in CSV a text with commas (guide). */
	| 'segments'
	/** Text, number or boolean of limited length: a custom field holds no lists and no objects. */
	| 'customField'
	/** A custom field that holds nothing but text. */
	| 'customText'
	/** Anything JSON can say, but for long texts and lists in lists. */
	| 'eventField'
	/** Anything JSON can say: a column of the report on rewards. */
	| 'any';

const KINDS: Record<string, FieldKind> = {
	email: 'email',
	referable: 'boolean',
	preserveEmptyAccount: 'boolean',
	doNotTrack: 'boolean',
	'referredBy.isConverted': 'booleanText',
	dateCreated: 'timestamp',
	dateUsTaxFormSubmitted: 'timestamp',
	'event.dateTriggered': 'timestamp',
	locale: 'locale',
	countryCode: 'country',
	idempotencyKey: 'idempotencyKey',
	valueToRedeem: 'amount',
	referredByCodes: 'textList',
	segments: 'segments',
	// The one custom field that the schema of users types.
	'customFields.timeZone': 'customText',
};

const FAMILY_KINDS: Record<string, FieldKind> = {
	'customFields.': 'customField',
	'event.fields.': 'eventField',
};

/** A field with a fixed name, as a builder maps to it. */
export interface NamedField {
	name: string;
	kind: FieldKind;
	required: boolean;
}

/** The fields of a type that have a fixed name, the required ones first. */
export function namedFields(type: ImportJobType): NamedField[] {
	const { required, optional } = IMPORT_FIELDS[type];
	return [
		...required.map((name) => ({ name, kind: kindOfNamed(name), required: true })),
		...optional.map((name) => ({ name, kind: kindOfNamed(name), required: false })),
	];
}

/**
 * What a field takes; undefined for a name that is none of the type's. Redemptions are rows of the
 * product's own report, which tells by its other columns whose reward it is: they go along as they are.
 */
export function fieldKind(name: string, type: ImportJobType): FieldKind | undefined {
	const { required, optional, families } = IMPORT_FIELDS[type];
	if (required.includes(name) || optional.includes(name)) return kindOfNamed(name);
	if (type === 'MUTATION/REDEEMABLE_REWARD_BALANCE') return name === '' ? undefined : 'any';
	const family = families.find((start) => name.startsWith(start) && name.length > start.length);
	if (family === undefined) return undefined;
	return Object.hasOwn(KINDS, name) ? KINDS[name] : (FAMILY_KINDS[family] ?? 'text');
}

/** The columns of a file that are fields of the type, by the names under which they are sent. */
export function sentColumns(columns: readonly string[], type: ImportJobType): string[] {
	const fields = columns.filter((column) => fieldKind(column, type) !== undefined);
	return fields.map((column) => canonicalName(column, type));
}

function kindOfNamed(name: string): FieldKind {
	return Object.hasOwn(KINDS, name) ? (KINDS[name] ?? 'text') : 'text';
}
