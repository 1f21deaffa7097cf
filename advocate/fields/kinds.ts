import type { ImportJobType } from '../api/job-types';
import { canonicalName, IMPORT_FIELDS } from './import-fields';

/** What a field of an import row takes (sources as for IMPORT_FIELDS). */
export type FieldKind =
	/** Text; numbers are written out. */
	| 'text'
	/** Text by which one thing is told from another: a damaged one may be someone else's. */
	| 'id'
	/** Text of at least 7 characters. */
	| 'email'
	/** By this an event is recognized when it is sent again: 8 to 64 of certain characters (guide, schema). */
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
	/** Operations on segments: a list, or in CSV a text with commas (guide). */
	| 'segments'
	/** Text of limited length, number or boolean: a custom field can't hold lists or objects. */
	| 'customField'
	/** A custom field that can hold nothing but text. */
	| 'customText'
	/** A field of an event: anything JSON can express, except long texts and lists in lists. */
	| 'eventField'
	/** A column of the report on rewards: anything JSON can express. */
	| 'any';

const KINDS: Record<string, FieldKind> = {
	accountId: 'id',
	id: 'id',
	userId: 'id',
	'event.key': 'id',
	unit: 'id',
	paymentProviderId: 'id',
	referralCode: 'id',
	'referredBy.code': 'id',
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
	// The one custom field to which the schema of users gives a type.
	'customFields.timeZone': 'customText',
};

const FAMILY_KINDS: Record<string, FieldKind> = {
	'customFields.': 'customField',
	'event.fields.': 'eventField',
	'referralCodes.': 'id',
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
 * What a field takes; undefined for a name that is not one of the type's. Redemptions are rows of the
 * product's own report, whose other columns say whose reward it is: these are sent as they are.
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
