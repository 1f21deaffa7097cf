import type { ImportJobType } from '../../../advocate/api/job-types.ts';
import { columnNames, matchColumns } from '../../../advocate/fields/crm-names.ts';

const USER = 'MUTATION/USER';
const EVENT = 'MUTATION/USER_EVENT';
const REDEMPTION = 'MUTATION/REDEEMABLE_REWARD_BALANCE';

const match = (names: string[], type: ImportJobType = USER) =>
	Object.fromEntries(matchColumns(names, type));

const namesOf = (json: Record<string, unknown>, type: ImportJobType = USER) => [
	...columnNames(json, type),
];

describe('Names are matched as these products export them', () => {
	const EXPORTS: Array<[string, ImportJobType, string[], Record<string, string>]> = [
		[
			'HubSpot, exported',
			USER,
			[
				'Record ID',
				'First Name',
				'Last Name',
				'Email',
				'Phone Number',
				'Create Date',
				'Lead Status',
			],
			{
				'Record ID': 'id',
				'First Name': 'firstName',
				'Last Name': 'lastName',
				Email: 'email',
				'Create Date': 'dateCreated',
			},
		],
		[
			'HubSpot, by API',
			USER,
			namesOf({
				id: '51',
				properties: {
					associatedcompanyid: '9',
					createdate: '2024-05-01T09:00:00.000Z',
					email: 'ann@example.com',
					firstname: 'Ann',
					hs_object_id: '51',
					hs_country_region_code: 'CA',
					country: 'Canada',
					lastname: 'Lee',
				},
				createdAt: '2024-05-01T09:00:00.000Z',
				archived: false,
			}),
			{
				id: 'id',
				createdAt: 'dateCreated',
				'properties.associatedcompanyid': 'accountId',
				'properties.email': 'email',
				'properties.firstname': 'firstName',
				'properties.lastname': 'lastName',
				'properties.hs_country_region_code': 'countryCode',
			},
		],
		[
			'HubSpot, exported with its own labels',
			USER,
			[
				'Record ID',
				'First Name',
				'Last Name',
				'Email',
				'Contact owner',
				'Primary Associated Company ID',
				'Country/Region',
				'Create Date',
				'Associated Company',
			],
			{
				'Record ID': 'id',
				'First Name': 'firstName',
				'Last Name': 'lastName',
				Email: 'email',
				'Primary Associated Company ID': 'accountId',
				'Country/Region': 'countryCode',
				'Create Date': 'dateCreated',
			},
		],
		[
			'Zoho CRM, exported',
			USER,
			[
				'Record Id',
				'Contact Owner.id',
				'Contact Owner',
				'First Name',
				'Last Name',
				'Account Name.id',
				'Account Name',
				'Email',
				'Created By.id',
				'Created Time',
				'Mailing Country',
			],
			{
				'Record Id': 'id',
				'First Name': 'firstName',
				'Last Name': 'lastName',
				'Account Name.id': 'accountId',
				Email: 'email',
				'Created Time': 'dateCreated',
				'Mailing Country': 'countryCode',
			},
		],
		[
			'Dynamics, exported to Excel',
			USER,
			[
				'First Name',
				'Last Name',
				'Email',
				'Company Name',
				'Created On',
				'Address 1: Country/Region',
			],
			{
				'First Name': 'firstName',
				'Last Name': 'lastName',
				Email: 'email',
				'Created On': 'dateCreated',
				'Address 1: Country/Region': 'countryCode',
			},
		],
		[
			'Dynamics, by API',
			USER,
			[
				'contactid',
				'_accountid_value',
				'firstname',
				'emailaddress1',
				'address1_country',
				'createdon',
			],
			{
				contactid: 'id',
				_accountid_value: 'accountId',
				firstname: 'firstName',
				emailaddress1: 'email',
				address1_country: 'countryCode',
				createdon: 'dateCreated',
			},
		],
		[
			'Stripe customers, exported',
			USER,
			['id', 'Email', 'Name', 'Created (UTC)', 'Card Address Country', 'account_id (metadata)'],
			{ id: 'id', Email: 'email', 'Created (UTC)': 'dateCreated' },
		],
		[
			'Shopify customers, exported',
			USER,
			['Customer ID', 'First Name', 'Last Name', 'Email', 'Default Address Country Code', 'Tags'],
			{
				'Customer ID': 'id',
				'First Name': 'firstName',
				'Last Name': 'lastName',
				Email: 'email',
				'Default Address Country Code': 'countryCode',
			},
		],
		[
			'Intercom contacts',
			USER,
			namesOf({
				external_id: 'ann',
				workspace_id: 'w1',
				email: 'ann@example.com',
				signed_up_at: 1714554000,
				avatar: { type: 'avatar', image_url: 'https://example.com/a.png' },
				location: { country: 'Canada', country_code: 'CAN' },
			}),
			{
				external_id: 'id',
				email: 'email',
				signed_up_at: 'dateCreated',
				'avatar.image_url': 'imageUrl',
				'location.country': 'countryCode',
			},
		],
		[
			'Salesforce contacts',
			USER,
			[
				'Id',
				'AccountId',
				'FirstName',
				'LastName',
				'Email',
				'MailingCountryCode',
				'CreatedDate',
				'OwnerId',
			],
			{
				Id: 'id',
				AccountId: 'accountId',
				FirstName: 'firstName',
				LastName: 'lastName',
				Email: 'email',
				MailingCountryCode: 'countryCode',
				CreatedDate: 'dateCreated',
			},
		],
		[
			'Stripe customers',
			USER,
			namesOf({
				id: 'cus_1',
				object: 'customer',
				address: { city: 'Paris', country: 'FR' },
				created: 1714554000,
				email: 'ann@example.com',
				metadata: { account_id: 'acme' },
				livemode: true,
			}),
			{
				id: 'id',
				created: 'dateCreated',
				email: 'email',
				'address.country': 'countryCode',
				'metadata.account_id': 'accountId',
			},
		],
		[
			'Pipedrive persons',
			USER,
			['id', 'org_id', 'first_name', 'last_name', 'primary_email', 'owner_id', 'add_time'],
			{
				id: 'id',
				org_id: 'accountId',
				first_name: 'firstName',
				last_name: 'lastName',
				primary_email: 'email',
				add_time: 'dateCreated',
			},
		],
		[
			'Pipedrive, exported',
			USER,
			['Person - ID', 'Person - Email', 'Organization - ID', 'Person - Owner'],
			{ 'Person - ID': 'id', 'Person - Email': 'email', 'Organization - ID': 'accountId' },
		],
		[
			'Pipedrive, exported with its custom columns',
			USER,
			[
				'Person - ID',
				'Person - First name',
				'Person - Email - Work',
				'Person - Email - Home',
				'Person - Person created',
				'Person - Organization',
				'Organization - ID',
			],
			{
				'Person - ID': 'id',
				'Person - First name': 'firstName',
				'Person - Email - Work': 'email',
				'Person - Person created': 'dateCreated',
				'Organization - ID': 'accountId',
			},
		],
		[
			'a Google Sheet',
			USER,
			[
				'row_number',
				'Customer ID',
				'Account',
				'Given name',
				'Surname',
				'E-mail',
				'Country Code',
				'Signup date',
			],
			{
				'Customer ID': 'id',
				Account: 'accountId',
				'Given name': 'firstName',
				Surname: 'lastName',
				'E-mail': 'email',
				'Country Code': 'countryCode',
				'Signup date': 'dateCreated',
			},
		],
		[
			'Mailchimp, exported',
			USER,
			['Email Address', 'First Name', 'Last Name', 'MEMBER_RATING', 'OPTIN_TIME', 'LEID', 'EUID'],
			{
				'Email Address': 'email',
				'First Name': 'firstName',
				'Last Name': 'lastName',
				OPTIN_TIME: 'dateCreated',
			},
		],
		[
			'Mailchimp, by API',
			USER,
			namesOf({
				id: 'abc',
				email_address: 'ann@example.com',
				unique_email_id: 'x',
				merge_fields: { FNAME: 'Ann', LNAME: 'Lee', BIRTHDAY: '' },
			}),
			{
				id: 'id',
				email_address: 'email',
				'merge_fields.FNAME': 'firstName',
				'merge_fields.LNAME': 'lastName',
			},
		],
		[
			'events of a product',
			EVENT,
			namesOf({
				Account: 'acme',
				user: { id: 'ann', name: 'Ann' },
				'Event Name': 'purchase',
				'event.fields.revenue': 5,
				timestamp: 1714554000,
				event_id: 'e1',
			}),
			{
				Account: 'accountId',
				'user.id': 'userId',
				'Event Name': 'event.key',
				'event.fields.revenue': 'event.fields.revenue',
				timestamp: 'event.dateTriggered',
				event_id: 'idempotencyKey',
			},
		],
		[
			"redemptions in the product's own words",
			REDEMPTION,
			['accountId', 'User ID', 'unit', 'Unit name', 'Value to redeem'],
			{
				...{ accountId: 'accountId', 'User ID': 'userId' },
				...{ unit: 'unit', 'Value to redeem': 'valueToRedeem' },
			},
		],
	];

	test.each(EXPORTS)('%s', (_, type, names, fields) => {
		expect(match(names, type)).toEqual(fields);
	});
});

test.each([
	['company.id', 'accountId'],
	['account.id', 'accountId'],
	['user.id', 'id'],
	['contact.email', 'email'],
	['fields.First Name', 'firstName'],
])('Within objects %s is %s', (name, field) => expect(match([name])).toEqual({ [name]: field }));

describe('A field has one name at most', () => {
	test('its own before any other', () => {
		const names = ['E-Mail', 'Work Email', 'email', 'EMAIL'];
		for (const order of [names, [...names].reverse()]) {
			expect(match(order)).toEqual({ email: 'email' });
		}
	});

	test('of several others the first', () => {
		expect(match(['First-Name', 'first_name'])).toEqual({ 'First-Name': 'firstName' });
		expect(match(['Contact ID', 'User ID'])).toEqual({ 'User ID': 'id' });
	});

	test('one of the item before one within an object', () => {
		expect(match(['properties.email', 'Email'])).toEqual({ Email: 'email' });
	});

	test('and a name has one field at most', () => {
		for (const type of [USER, EVENT] as const) {
			const names = ['customer', 'Customer ID', 'Account', 'id', 'created', 'event', 'user'];
			const fields = Object.values(match(names, type));
			expect(new Set(fields).size).toBe(fields.length);
		}
	});
});

describe("Names that are Advocate's already stay", () => {
	test.each([
		'accountId',
		'id',
		'customFields.plan',
		'customFields.First Name',
		'referralCodes.my-program',
		'referredBy.code',
	])('%s', (name) => expect(match([name])).toEqual({ [name]: name }));
});

test.each([
	'Name',
	'Full Name',
	'Owner ID',
	'owner.email',
	'company.email',
	'billing.country',
	'Updated (UTC)',
	'update_time',
	'Contact Owner.id',
	'Created By.id',
	'Prénom',
	'idé',
	'日本',
	'',
	'...',
	'__proto__',
	'constructor',
])('%j may be anything, and is matched with nothing', (name) => {
	expect(match([name])).toEqual({});
	expect(match([name], EVENT)).toEqual({});
});

describe('The names on an item', () => {
	test('are those that hold something', () => {
		expect(
			namesOf({ id: null, email: '', 'Customer ID': 1, x: undefined, zero: 0, no: false }),
		).toEqual(['Customer ID', 'zero', 'no']);
	});

	test('are within objects, but for those of Advocate', () => {
		expect(
			namesOf({ a: { b: 1, c: null, d: { e: 1 } }, customFields: { plan: 'x' }, list: [1] }),
		).toEqual(['a.b', 'a.d', 'list']);
		expect(namesOf({ event: { key: 'k' }, user: { id: 1 } }, EVENT)).toEqual(['user.id']);
	});

	test('are within no object that can hold no field', () => {
		expect(namesOf({ deal: { id: 1 }, owner: { id: 2 }, company: { id: 3 } })).toEqual([
			'company.id',
		]);
	});

	test('a date is a value', () => {
		expect(namesOf({ created: new Date() })).toEqual(['created']);
	});
});

describe('Bytes and lone values', () => {
	test('bytes are no object to look into, and no name to match', () => {
		const photo = Buffer.alloc(1_000_000);
		const record = { properties: { photo, id: 1 }, photo, asJson: { type: 'Buffer', data: [1] } };
		expect(namesOf(record)).toEqual(['properties.id']);
	});

	test("what HubSpot's older API writes around a value is no level", () => {
		const record = {
			email: { value: 'a@b.com', versions: [] },
			properties: { city: { value: '' } },
		};
		expect(namesOf(record)).toEqual(['email']);
	});
});
