import type { ImportJobType } from '../api/job-types';
import { IMPORT_FIELDS } from './import-fields';

/** What a field of an import row takes (sources as for IMPORT_FIELDS). */
export type FieldKind =
	/** Text; numbers are written out. */
	| 'text'
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
	/** A number above zero, in the unit shown. */
	| 'positiveNumber'
	/** Several texts. */
	| 'textList'
	/** Text, number or boolean: a custom field can't hold lists or objects. */
	| 'scalar'
	/** Anything JSON can express: a field of an event. */
	| 'any';

const KINDS: Record<string, FieldKind> = {
	referable: 'boolean',
	preserveEmptyAccount: 'boolean',
	doNotTrack: 'boolean',
	'referredBy.isConverted': 'booleanText',
	dateCreated: 'timestamp',
	dateUsTaxFormSubmitted: 'timestamp',
	'event.dateTriggered': 'timestamp',
	locale: 'locale',
	countryCode: 'country',
	valueToRedeem: 'positiveNumber',
	referredByCodes: 'textList',
	// The one custom field to which the schema of users gives a type.
	'customFields.timeZone': 'text',
};

const FAMILY_KINDS: Record<string, FieldKind> = {
	'customFields.': 'scalar',
	'event.fields.': 'any',
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

function kindOfNamed(name: string): FieldKind {
	return Object.hasOwn(KINDS, name) ? (KINDS[name] ?? 'text') : 'text';
}
