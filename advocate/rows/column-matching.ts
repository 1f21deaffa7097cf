import { isRecord } from '../answer';
import { isKnown } from '../import-files/column-names';
import { IMPORT_FIELDS } from '../import-files/import-fields';
import type { ImportJobType } from '../job-types';
import { namedFields } from './field-kinds';

/**
 * What CRMs call a field, squeezed (see `squeezed`), for each field that has other names than its own.
 * Names as HubSpot, Salesforce, Stripe, Pipedrive and Google Sheets exports have them.
 */
const ALIASES: Record<string, string[]> = {
	accountId: ['account', 'accountnumber', 'associatedcompanyid', 'companyid', 'organizationid'],
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
	email: ['emailaddress', 'mail', 'workemail', 'primaryemail', 'contactemail', 'emailaddress1'],
	countryCode: ['country', 'countryiso', 'mailingcountrycode', 'countryiso2', 'ipcountrycode'],
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
	valueToRedeem: ['redeem', 'amounttoredeem', 'redeemvalue'],
};

/**
 * Matches the names on the builder's items with the type's fields, the way CRMs write them: `First Name`,
 * `first_name` and `firstname` are `firstName`. A name that is a field already stands for itself; each
 * field is matched once, by its own name before another name for it, and in the order of the names.
 *
 * @param names top-level names of the items
 * @returns the field for each name that has one
 */
export function matchColumns(names: Iterable<string>, type: ImportJobType): Map<string, string> {
	const all = [...names];
	const fields = namedFields(type).map(({ name }) => name);
	const matches = new Map<string, string>();
	const taken = new Set<string>();
	const match = (name: string, field: string | undefined) => {
		if (field === undefined || matches.has(name) || taken.has(field)) return;
		matches.set(name, field);
		taken.add(field);
	};
	for (const name of all) {
		if (isKnown(name, IMPORT_FIELDS[type])) match(name, name);
	}
	for (const name of all)
		match(
			name,
			fields.find((field) => squeezed(field) === squeezedEnd(name)),
		);
	// Then by other names, the fields' required ones first, as `customer_id` may be meant for several.
	for (const field of fields) {
		if (taken.has(field)) continue;
		const aliases = ALIASES[field] ?? [];
		const name = aliases
			.map((alias) =>
				all.find((candidate) => !matches.has(candidate) && squeezedEnd(candidate) === alias),
			)
			.find((candidate) => candidate !== undefined);
		if (name !== undefined) match(name, field);
	}
	return matches;
}

/**
 * The names on an item's JSON by which columns are matched: its own, and those within objects that are
 * not Advocate's, with a dot (HubSpot's `properties.firstname`).
 */
export function* columnNames(
	json: Record<string, unknown>,
	type: ImportJobType,
): Generator<string> {
	const { required, optional, families } = IMPORT_FIELDS[type];
	const ours = [...required, ...optional, ...families];
	for (const [name, value] of Object.entries(json)) {
		yield name;
		const isOurs = ours.some((field) => field.startsWith(`${name}.`));
		if (!isOurs && isRecord(value)) {
			for (const inner of Object.keys(value)) yield `${name}.${inner}`;
		}
	}
}

/** What counts of a name with dots in it is its end. */
function squeezedEnd(name: string): string {
	return squeezed(name.slice(name.lastIndexOf('.') + 1));
}

/** A name without capitals, blanks and marks: what is left when people write it their way. */
function squeezed(name: string): string {
	return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
