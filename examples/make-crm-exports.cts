// Writes hubspot-contacts.json, salesforce-contacts.csv and stripe-events.json beside this file: about 50
// rows each, as those products export them, some of them bad (README.md lists them). Always the same files.
// Run: npx tsx examples/make-crm-exports.cts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from './seeded-random.cts';

const ROWS = 50;

type Json = Record<string, unknown>;

interface Person {
	first: string;
	last: string;
	country: string;
	/** A language and its country, as HubSpot writes it: `fr-ca`. */
	language: string;
}

function person(first: string, last: string, language: string): Person {
	return { first, last, language, country: language.slice(3).toUpperCase() };
}

const PEOPLE: readonly Person[] = [
	person('Olivia', 'Johnson', 'en-us'),
	person('Marcus', "O'Neill", 'en-us'),
	person('Luis', 'Garcia', 'es-us'),
	person('Chloé', 'Tremblay', 'fr-ca'),
	person('Priya', 'Singh', 'en-ca'),
	person('Imogen', 'Pemberton-Hughes', 'en-gb'),
	person('Jürgen', 'Weiß', 'de-de'),
	person('Anneliese', 'von der Heide', 'de-at'),
	person('Inès', "d'Aubigné", 'fr-fr'),
	person('Begoña', 'Muñoz', 'es-es'),
	person('João', 'da Silva', 'pt-br'),
	person('Åsa', 'Lindström', 'sv-se'),
	person('Łukasz', 'Dąbrowski', 'pl-pl'),
	person('結衣', '高橋', 'ja-jp'),
	person('Adaeze', 'Okonkwo', 'en-ng'),
];

const PLANS = ['free', 'starter', 'starter', 'growth', 'enterprise'];
const STAGES = ['subscriber', 'lead', 'opportunity', 'customer', 'customer'];
const FIRST_DATE = Date.UTC(2023, 0, 9);
const LAST_DATE = Date.UTC(2025, 5, 30);

let random = seededRandom(0);

function pick<T>(list: readonly T[]): T {
	return list[Math.floor(random() * list.length)] as T;
}

function digits(count: number): string {
	return Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function letters(count: number): string {
	return Array.from({ length: count }, () => pick([...LETTERS])).join('');
}

function someDate(): Date {
	return new Date(FIRST_DATE + Math.floor(random() * (LAST_DATE - FIRST_DATE)));
}

function address({ first }: Person, number: number): string {
	const plain = first
		.toLowerCase()
		.replaceAll('ł', 'l')
		.normalize('NFKD')
		.replace(/[^a-z]/g, '');
	return `${plain || 'contact'}.${number}@example.${number % 3 === 0 ? 'org' : 'com'}`;
}

/** Rows made one by one, each with what is wrong with it put in its place. */
function rows<Row>(seed: number, make: (number: number) => Row, spoil: Spoil<Row>): Row[] {
	random = seededRandom(seed);
	const made = Array.from({ length: ROWS }, (_, index) => make(index + 1));
	for (const [number, change] of Object.entries(spoil)) {
		const row = made[Number(number) - 1];
		if (row !== undefined) change(row, made);
	}
	return made;
}

/** What is wrong with the bad rows, by row: the first is 1. */
type Spoil<Row> = Record<number, (row: Row, all: Row[]) => void>;

/* HubSpot: a page of GET /crm/v3/objects/contacts. */

interface HubSpotContact {
	id: string;
	properties: Record<string, string | null>;
	createdAt: string;
	updatedAt: string;
	archived: boolean;
}

function hubSpotContact(number: number): HubSpotContact {
	const who = pick(PEOPLE);
	const id = String(51_000_000_000 + number * 1_375);
	const created = someDate();
	const updated = new Date(created.getTime() + Math.floor(random() * 9_000_000_000));
	return {
		id,
		properties: {
			associatedcompanyid: `94${digits(8)}`,
			createdate: created.toISOString(),
			email: address(who, number),
			firstname: who.first,
			hs_country_region_code: who.country,
			// HubSpot knows some contacts' language without a country.
			hs_language: number % 7 === 0 ? who.language.slice(0, 2) : who.language,
			hs_object_id: id,
			lastmodifieddate: updated.toISOString(),
			lastname: who.last,
			lifecyclestage: pick(STAGES),
		},
		createdAt: created.toISOString(),
		updatedAt: updated.toISOString(),
		archived: false,
	};
}

const hubSpotSpoil: Spoil<HubSpotContact> = {
	9: ({ properties }) => (properties.associatedcompanyid = null),
	23: ({ properties }) => (properties.associatedcompanyid = ''),
	31: ({ properties }) => (properties.hs_country_region_code = 'Europe'),
	// A contact that changes while pages are read comes twice.
	44: (row, all) =>
		Object.assign(row, structuredClone(all[19]), { updatedAt: '2025-07-01T07:30:00.000Z' }),
};

/* Salesforce: an export of Data Loader. Names ending in __c are the org's own fields. */

const SALESFORCE_COLUMNS = [
	'Id',
	'AccountId',
	'FirstName',
	'LastName',
	'Email',
	'MailingCountryCode',
	'Preferred_Locale__c',
	'Plan__c',
	'LeadSource',
	'CreatedDate',
] as const;

type SalesforceContact = Record<(typeof SALESFORCE_COLUMNS)[number], string>;

/** 15 characters and the three that tell which of them are capitals. */
function salesforceId(prefix: string): string {
	const id = prefix + letters(15 - prefix.length);
	const suffix = [0, 5, 10].map((start) => {
		const capitals = [...id.slice(start, start + 5)].map((letter) => /[A-Z]/.test(letter));
		const sum = capitals.reduce((total, capital, place) => total + (capital ? 2 ** place : 0), 0);
		return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[sum] ?? 'A';
	});
	return id + suffix.join('');
}

function salesforceContact(number: number): SalesforceContact {
	const who = pick(PEOPLE);
	const [language = '', country = ''] = who.language.split('-');
	return {
		Id: salesforceId('003Qy00000'),
		AccountId: salesforceId('001Qy00000'),
		FirstName: number % 11 === 0 ? '' : who.first,
		LastName: number % 13 === 0 ? `${who.last}, Jr.` : who.last,
		Email: address(who, number),
		MailingCountryCode: who.country,
		Preferred_Locale__c: `${language}_${country.toUpperCase()}`,
		Plan__c: pick(PLANS),
		LeadSource: pick(['Web', 'Partner Referral', 'Trade Show', '']),
		CreatedDate: someDate().toISOString().replace('Z', '+0000'),
	};
}

const salesforceSpoil: Spoil<SalesforceContact> = {
	// A private contact belongs to no account.
	7: (row) => (row.AccountId = ''),
	18: (row) => (row.Preferred_Locale__c = 'English'),
	// Rows that somebody added by hand in a spreadsheet.
	36: (row) => (row.CreatedDate = '3/14/2024'),
	50: (row) => (row.Id = ''),
};

/** Data Loader puts every cell in quotes. */
function csv(contacts: readonly SalesforceContact[]): string {
	const line = (cells: readonly string[]) =>
		cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
	const lines = contacts.map((row) => line(SALESFORCE_COLUMNS.map((column) => row[column])));
	return [line(SALESFORCE_COLUMNS), ...lines, ''].join('\n');
}

/* Stripe: an answer of GET /v1/events. Amounts are in cents, times in seconds. */

interface StripeEvent {
	id: string;
	object: 'event';
	api_version: string;
	created: number;
	data: { object: Json };
	livemode: boolean;
	pending_webhooks: number;
	request: { id: string | null; idempotency_key: string | null };
	type: string;
}

const CURRENCIES = ['usd', 'usd', 'eur', 'gbp', 'cad'];

interface StripeFacts {
	created: number;
	customer: string;
	metadata: Record<string, string>;
}

/** What an event is about, by the type of the event. */
const STRIPE_OBJECTS: Record<string, (facts: StripeFacts) => Json> = {
	'invoice.paid': ({ created, customer, metadata }) => ({
		id: `in_1${letters(23)}`,
		object: 'invoice',
		amount_due: 4_900,
		amount_paid: pick([2_900, 4_900, 9_900, 12_990]),
		currency: pick(CURRENCIES),
		customer,
		created,
		metadata,
		status: 'paid',
		subscription: `sub_1${letters(23)}`,
	}),
	'checkout.session.completed': ({ created, customer, metadata }) => ({
		id: `cs_test_${letters(40)}`,
		object: 'checkout.session',
		amount_total: pick([1_900, 5_900, 25_000]),
		created,
		currency: pick(CURRENCIES),
		customer,
		metadata,
		mode: 'payment',
		payment_status: 'paid',
	}),
	'customer.subscription.created': ({ created, customer, metadata }) => ({
		id: `sub_1${letters(23)}`,
		object: 'subscription',
		created,
		currency: pick(CURRENCIES),
		customer,
		metadata,
		status: pick(['active', 'trialing']),
	}),
};

function stripeEvent(number: number): StripeEvent {
	const type = pick(['invoice.paid', 'invoice.paid', ...Object.keys(STRIPE_OBJECTS)]);
	// The API lists the newest event first.
	const created = 1_751_270_400 - number * 3_571;
	const facts: StripeFacts = {
		created,
		customer: `cus_S${letters(13)}`,
		metadata: { account_id: `ACC-${10_000 + Math.floor(random() * 800)}` },
	};
	return {
		id: `evt_1${letters(23)}`,
		object: 'event',
		api_version: '2025-05-28.basil',
		created,
		data: { object: STRIPE_OBJECTS[type]?.(facts) ?? {} },
		livemode: false,
		pending_webhooks: 0,
		request: { id: null, idempotency_key: null },
		type,
	};
}

const stripeSpoil: Spoil<StripeEvent> = {
	6: ({ data }) => (data.object.metadata = {}),
	// Somebody paid as a guest: Stripe made no customer.
	15: ({ data }) => (data.object.customer = null),
	// A type that the template gives no event key.
	27: (event) => (event.type = 'customer.subscription.paused'),
	41: (event) => Object.assign(event.data.object, { metadata: {}, customer: null }),
};

function write(name: string, content: string): void {
	writeFileSync(join(__dirname, name), content);
}

const json = (value: unknown) => `${JSON.stringify(value, null, '\t')}\n`;

write('hubspot-contacts.json', json({ results: rows(20_250_701, hubSpotContact, hubSpotSpoil) }));
write('salesforce-contacts.csv', csv(rows(20_250_702, salesforceContact, salesforceSpoil)));
write(
	'stripe-events.json',
	json({
		object: 'list',
		data: rows(20_250_703, stripeEvent, stripeSpoil),
		has_more: false,
		url: '/v1/events',
	}),
);
