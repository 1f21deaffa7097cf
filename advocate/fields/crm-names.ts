import { isKnown } from './near-miss';
import { IMPORT_FIELDS, parentNames } from './import-fields';
import type { ImportJobType } from '../api/job-types';
import { namedFields } from './kinds';
import { isBytes, isRecord } from '../json';
import { isDateLike } from './date-like';
import { loneValue } from './lone-value';

/**
 * What CRMs call a field, squeezed (see `squeezed`), for each field that has other names than its own.
 * Spelled as HubSpot, Salesforce, Stripe, Pipedrive and Google Sheets exports have them.
 */
const ALIASES: Record<string, string[]> = {
	accountId: [
		'account',
		'accountnumber',
		'associatedcompanyid',
		'companyid',
		'organizationid',
		'orgid',
	],
	id: [
		'userid',
		'contactid',
		'recordid',
		'vid',
		'hsobjectid',
		'customerid',
		'personid',
		'externalid',
	],
	userId: ['user', 'contactid', 'customerid', 'customer', 'recordid', 'personid'],
	firstName: ['first', 'givenname', 'forename', 'fname'],
	lastName: ['last', 'surname', 'familyname', 'lname'],
	email: [
		'emailaddress',
		'mail',
		'workemail',
		'primaryemail',
		'contactemail',
		'emailaddress1',
		'personemail',
	],
	countryCode: [
		'countryiso',
		'mailingcountrycode',
		'hscountryregioncode',
		'countryiso2',
		'ipcountrycode',
		'addresscountry',
		'country',
	],
	locale: ['language', 'hslanguage', 'preferredlocale', 'languagelocalekey', 'preferredlanguage'],
	dateCreated: ['createdat', 'created', 'createdate', 'createddate', 'creationdate', 'signupdate'],
	imageUrl: ['avatar', 'avatarurl', 'photo', 'photourl', 'image', 'picture'],
	'event.key': ['event', 'eventkey', 'eventname', 'eventtype', 'key'],
	'event.dateTriggered': [
		'timestamp',
		'occurredat',
		'eventdate',
		'datetriggered',
		'created',
		'createdat',
		'date',
	],
	idempotencyKey: ['eventid'],
	valueToRedeem: ['redeem', 'amounttoredeem', 'redeemvalue'],
};

/** Objects in which CRMs wrap a record's fields; others (an owner, a company) have fields of their own. */
const WRAPPERS = new Set([
	'attributes',
	'contact',
	'customer',
	'data',
	'fields',
	'mergefields',
	'metadata',
	'person',
	'profile',
	'properties',
	'record',
	'user',
]);

/**
 * Matches the names in the builder's items with the type's fields, the way CRMs write them: `First Name`,
 * `first_name` and `firstname` are `firstName`. A name that already is a field stands for itself. Each field
 * is matched once: by its own name rather than by another name for it, by a top-level name rather than by one
 * within an object, and otherwise by the first in the order of the names.
 *
 * @param names top-level names of the items, and those within objects, with a dot
 * @returns the field for each name that has one
 */
export function matchColumns(names: Iterable<string>, type: ImportJobType): Map<string, string> {
	const all = [...names].sort((a, b) => Number(a.includes('.')) - Number(b.includes('.')));
	const words = all.map((name) => ({ name, forms: formsOf(name) }));
	const fields = namedFields(type).map(({ name }) => name);
	const matches = new Map<string, string>();
	const taken = new Set<string>();
	const match = (name: string | undefined, field: string) => {
		if (name === undefined || matches.has(name) || taken.has(field)) return;
		matches.set(name, field);
		taken.add(field);
	};
	const nameLike = (form: string) =>
		words.find(({ name, forms }) => !matches.has(name) && forms.includes(form))?.name;
	for (const name of all) {
		if (isKnown(name, IMPORT_FIELDS[type])) match(name, name);
	}
	for (const field of fields) match(nameLike(squeezed(field)), field);
	// Then by other names, required fields first, as `customer_id` may be meant for several.
	for (const field of fields) {
		for (const alias of ALIASES[field] ?? []) match(nameLike(alias), field);
	}
	return matches;
}

/**
 * The names in an item's JSON by which columns are matched: those at the top, and those within objects that
 * are not Advocate's, with a dot (HubSpot's `properties.firstname`). Only those with a value.
 */
export function* columnNames(
	json: Record<string, unknown>,
	type: ImportJobType,
): Generator<string> {
	const parents = parentsOf(type);
	for (const name of Object.keys(json)) {
		const value = loneValue(json[name]);
		if (holdsNothing(value)) continue;
		if (!isRecord(value) || isDateLike(value)) {
			yield name;
		} else if (!parents.has(name)) {
			for (const inner of Object.keys(value)) {
				if (!holdsNothing(loneValue(value[inner]))) yield `${name}.${inner}`;
			}
		}
	}
}

const parentsByType = new Map<ImportJobType, Set<string>>();

/** Advocate's own objects at the top of a row, such as `customFields` and `event`. */
function parentsOf(type: ImportJobType): Set<string> {
	let parents = parentsByType.get(type);
	if (parents === undefined) {
		const names = [...parentNames(IMPORT_FIELDS[type])];
		parents = new Set(names.filter((name) => !name.includes('.')));
		parentsByType.set(type, parents);
	}
	return parents;
}

/** Whether a value is nothing, or bytes, which no field can hold and which are slow to look into. */
function holdsNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '' || isBytes(value);
}

/** The forms by which a name is matched: all of it and, within an object that wraps a record, its end. */
function formsOf(name: string): string[] {
	const dot = name.lastIndexOf('.');
	const whole = squeezed(name);
	const isWrapped = dot > 0 && WRAPPERS.has(squeezed(name.slice(0, dot)));
	return isWrapped ? [whole, squeezed(name.slice(dot + 1))] : [whole];
}

/** A name without capitals, blanks and punctuation: what is the same however people write it. */
function squeezed(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
