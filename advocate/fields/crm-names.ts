import { isKnown } from './near-miss';
import { IMPORT_FIELDS, parentNames } from './import-fields';
import type { ImportJobType } from '../api/job-types';
import { namedFields } from './kinds';
import { isBytes, isRecord } from '../json';
import { isDateLike } from './date-like';
import { loneValue } from './lone-value';

/**
 * What CRMs call a field, squeezed (see `squeezed`), for each field that has other names than its own. Of two names in
 * one row, the one further up counts. Sources, as public samples and documentation have the names:
 *
 * - HubSpot, API properties (`associatedcompanyid`, `hs_object_id`, `hs_country_region_code`) and labels of an export
 *   (`Record ID`, `Primary Associated Company ID`, `Country/Region`, `Create Date`)
 * - Salesforce, REST and reports (`Id`, `AccountId`, `MailingCountryCode`, `LanguageLocaleKey`, `CreatedDate`)
 * - Pipedrive, API v1 and v2 (`org_id`, `org_id.value`, `add_time`, which its reference has in UTC) and export
 *   (`Person - ID`, `Person - Email - Work`, `Person - Person created`, `Organization - ID`)
 * - Zoho CRM export (`Record Id`, `Account Name.id`, `Created Time`, `Mailing Country`)
 * - Microsoft Dynamics, Web API (`contactid`, `_accountid_value`, `emailaddress1`, `address1_country`) and Export to
 *   Excel (`Created On`, `Address 1: Country/Region`)
 * - Stripe, API (`created`, `address.country`) and export (`Created (UTC)`)
 * - Shopify, API (`default_address.country_code`) and export (`Customer ID`, `Default Address Country Code`)
 * - Airtable (`Created Time`), Mailchimp export (`Email Address`, `OPTIN_TIME`), Klaviyo (`external_id`),
 *   Intercom (`external_id`, `signed_up_at`, `location.country`), ActiveCampaign (`cdate`), Google People and SCIM
 *   (RFC 7643, `emails`), Google Sheets as people fill them
 * - German headings, as people write them in Excel (`Firmen-ID`, `Kontakt-ID`, `Vorname`, `E-Mail-Adresse`, `Erstellt am`)
 */
const ALIASES: Record<string, string[]> = {
	accountId: [
		'account',
		'accountnumber',
		'associatedcompanyid',
		'primaryassociatedcompanyid',
		'companyid',
		'organizationid',
		'organisationid',
		'orgid',
		'orgidvalue',
		'accountnameid',
		'accountidvalue',
		'firmenid',
		'unternehmensid',
	],
	id: [
		'userid',
		'contactid',
		'recordid',
		'vid',
		'hsobjectid',
		'customerid',
		'personid',
		'memberid',
		'subscriberid',
		'profileid',
		'externalid',
		'benutzerid',
		'kontaktid',
		'kundenid',
	],
	userId: [
		'user',
		'contactid',
		'customerid',
		'customer',
		'personid',
		'memberid',
		'subscriberid',
		'profileid',
		'benutzerid',
		'kontaktid',
		'kundenid',
	],
	firstName: [
		'first',
		'givenname',
		'forename',
		'fname',
		'personfirstname',
		'contactfirstname',
		'vorname',
	],
	lastName: [
		'last',
		'surname',
		'familyname',
		'lname',
		'personlastname',
		'contactlastname',
		'nachname',
	],
	email: [
		'emailaddress',
		'mail',
		'workemail',
		'primaryemail',
		'contactemail',
		'emailaddress1',
		'personemail',
		'personemailwork',
		'personemailhome',
		'personemailother',
		'customeremail',
		'emails',
		'emailaddresses',
		'emailadresse',
	],
	countryCode: [
		'countryiso',
		'mailingcountrycode',
		'mailingaddresscountrycode',
		'hscountryregioncode',
		'countryiso2',
		'defaultaddresscountrycode',
		'ipcountrycode',
		'addresscountrycode',
		'addresscountry',
		'locationcountry',
		'country',
		'countryregion',
		'mailingcountry',
		'address1country',
		'address1countryregion',
		'land',
	],
	locale: ['language', 'hslanguage', 'preferredlocale', 'languagelocalekey', 'preferredlanguage'],
	// When the person signed up says more than when the row was made, which each row of a database has.
	dateCreated: [
		'signupdate',
		'signedupat',
		'optintime',
		'createdat',
		'created',
		'createdate',
		'createddate',
		'creationdate',
		'createdutc',
		'createddateutc',
		'createdtime',
		'createdon',
		'personcreated',
		'personpersoncreated',
		'addtime',
		'personaddtime',
		'cdate',
		'erstelltam',
		'angelegtam',
	],
	imageUrl: [
		'avatar',
		'avatarurl',
		'avatarimageurl',
		'photo',
		'photourl',
		'image',
		'picture',
		'pictureurl',
	],
	'event.key': ['event', 'eventkey', 'eventname', 'eventtype', 'key'],
	'event.dateTriggered': [
		'timestamp',
		'occurredat',
		'eventdate',
		'eventtime',
		'datetriggered',
		'created',
		'createdat',
		'createdutc',
		'date',
	],
	idempotencyKey: ['eventid'],
	valueToRedeem: ['redeem', 'amounttoredeem', 'redeemvalue'],
};

/** Names that may as well hold what a company or a person is called: an ID under any other name goes before them. */
const WEAK: ReadonlySet<string> = new Set(['account', 'accountnumber', 'customer', 'user']);

/** Names that say their times are in UTC, or are documented so. */
const IN_UTC: ReadonlySet<string> = new Set(['createdutc', 'createddateutc', 'addtime']);

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

/** What a column's name stands for. */
export interface NameMatch {
	field: string;
	/** How much the name says: 0 for the field's own, 1 for its words written differently, more for other names. */
	rank: number;
	/** Whether the name may as well hold what a company or a person is called. */
	isWeak: boolean;
	/** Whether times without a time zone are in UTC. */
	isUtc: boolean;
	/** Whether it is within an object. */
	isNested: boolean;
	/** The object that wraps the record it is in, squeezed: `properties`. */
	wrapper?: string;
}

/** The forms by which names of one type are matched, each with what it stands for. */
interface Forms {
	matches: ReadonlyMap<string, { field: string; rank: number }>;
	/** Advocate's own objects at the top of a row, such as `customFields` and `event`. */
	parents: ReadonlySet<string>;
}

const formsByType = new Map<ImportJobType, Forms>();

function formsFor(type: ImportJobType): Forms {
	let forms = formsByType.get(type);
	if (forms === undefined) {
		const parents = [...parentNames(IMPORT_FIELDS[type])].filter((name) => !name.includes('.'));
		forms = { matches: matchesFor(type), parents: new Set(parents) };
		formsByType.set(type, forms);
	}
	return forms;
}

/** Fields' own names first, then others, those of required fields first, as `customer_id` may be meant for several. */
function matchesFor(type: ImportJobType): Forms['matches'] {
	const matches = new Map<string, { field: string; rank: number }>();
	const add = (form: string, field: string, rank: number) => {
		if (!matches.has(form)) matches.set(form, { field, rank });
	};
	const fields = namedFields(type).map(({ name }) => name);
	for (const field of fields) add(squeezed(field), field, 1);
	for (const field of fields) {
		for (const [place, alias] of (ALIASES[field] ?? []).entries()) add(alias, field, place + 2);
	}
	return matches;
}

/**
 * What a name in a builder's rows stands for, the way CRMs write them: `First Name`, `first_name` and `firstname` are
 * `firstName`. A name that already is a field stands for itself.
 *
 * @param name of a column, with a dot within an object
 * @returns undefined for a name that is not a field's
 */
export function matchOf(name: string, type: ImportJobType): NameMatch | undefined {
	const bare = withoutMark(name);
	const isNested = bare.includes('.');
	if (isKnown(bare, IMPORT_FIELDS[type])) {
		return { field: bare, rank: 0, isWeak: false, isUtc: false, isNested };
	}
	const { matches } = formsFor(type);
	const dot = bare.lastIndexOf('.');
	const end = squeezed(bare.slice(dot + 1));
	if (end === '') return undefined;
	const around = dot > 0 ? squeezed(bare.slice(0, dot)) : '';
	const wrapper = WRAPPERS.has(around) ? around : undefined;
	const forms = [squeezed(bare), ...(wrapper === undefined ? [] : [end])];
	const [best] = forms
		.flatMap((form) => {
			const match = matches.get(form);
			return match === undefined ? [] : [{ form, ...match }];
		})
		.sort((a, b) => a.rank - b.rank);
	if (best === undefined) return undefined;
	const { form, field, rank } = best;
	return { field, rank, isWeak: WEAK.has(form), isUtc: IN_UTC.has(form), isNested, wrapper };
}

/** Whether an object at the top of a row, which is not Advocate's own, may hold a field. */
export function mayHoldFields(name: string, type: ImportJobType): boolean {
	const { matches, parents } = formsFor(type);
	const around = squeezed(withoutMark(name));
	if (around === '' || parents.has(name)) return false;
	if (WRAPPERS.has(around)) return true;
	for (const form of matches.keys()) {
		if (form.length > around.length && form.startsWith(around)) return true;
	}
	return false;
}

/** In which order names of the same field are asked for a value: the one that says most first. */
export function byRank(a: NameMatch, b: NameMatch): number {
	return a.rank - b.rank || Number(a.isNested) - Number(b.isNested);
}

/**
 * Matches the names of one row with the type's fields. Each field is matched once: by its own name rather than by
 * another name for it, by a top-level name rather than by one within an object, and otherwise by the first in the
 * order of the names.
 *
 * @param names top-level names, and those within objects, with a dot
 * @returns the field for each name that has one
 */
export function matchColumns(names: Iterable<string>, type: ImportJobType): Map<string, string> {
	const matched = [...names].flatMap((name) => {
		const match = matchOf(name, type);
		return match === undefined ? [] : [{ name, match }];
	});
	const taken = new Set<string>();
	const matches = new Map<string, string>();
	for (const { name, match } of matched.sort((a, b) => byRank(a.match, b.match))) {
		if (taken.has(match.field)) continue;
		taken.add(match.field);
		matches.set(name, match.field);
	}
	return matches;
}

/**
 * The names in an item's JSON by which columns are matched: those at the top, and those within objects that
 * may hold fields, with a dot (HubSpot's `properties.firstname`). Only those with a value.
 */
export function* columnNames(
	json: Record<string, unknown>,
	type: ImportJobType,
): Generator<string> {
	for (const name of Object.keys(json)) {
		const value = loneValue(json[name]);
		if (holdsNothing(value)) continue;
		if (!isRecord(value) || isDateLike(value) || isBytes(value)) {
			yield name;
		} else if (mayHoldFields(name, type)) {
			for (const inner of Object.keys(value)) {
				if (!holdsNothing(loneValue(value[inner]))) yield `${name}.${inner}`;
			}
		}
	}
}

/** Whether a value is nothing, or bytes, which no field can hold and which are slow to look into. */
function holdsNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '' || isBytes(value);
}

/**
 * A name without the byte order mark that a file's first column can have, as it is or read as Windows-1252: n8n's and
 * other CSV readers leave it there.
 */
export function withoutMark(name: string): string {
	return name.replace(/^(?:\ufeff|\u00ef\u00bb\u00bf)+/, '');
}

/** A name without capitals, blanks and punctuation: what is the same however people write it. */
function squeezed(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
