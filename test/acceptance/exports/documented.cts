import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import type { SentRow } from './people.cts';
import type { Expected, Export } from './program.cts';

/**
 * Exports of services that can't be run here: files in the shape that their documentation gives, with made-up data.
 * Column names as in `advocate/fields/crm-names.ts`, whose sources are public samples.
 */
interface Documented {
	service: string;
	/** Where the shape is from. */
	source: string;
	how: string;
	name: string;
	lines: string[];
	lineEnd?: '\r\n';
	isPacked?: true;
	parameters?: INodeParameters;
	expected: Expected;
}

const ANN: SentRow = { firstName: 'Ann', lastName: 'Lee', email: 'ann@example.com' };
const CREATED = String(Date.parse('2024-05-01T09:00:00Z'));
const TO_THE_MINUTE = 'dateCreated has no time zone';

/** Every user is an account of their own: the service has no companies. */
function ownAccount(column: string): INodeParameters {
	return {
		fileColumns: { column: [{ field: 'accountId', column, value: '' }] },
	};
}

const DOCUMENTED: Documented[] = [
	{
		service: 'Salesforce Bulk API 2.0',
		source: 'developer.salesforce.com, Bulk API 2.0: Create a Query Job, Get Results',
		how: 'query results: every cell in quotes, LF, times in UTC with `Z`',
		name: 'bulk.csv',
		lines: [
			'"Id","AccountId","FirstName","LastName","Email","MailingCountry","CreatedDate","HasOptedOutOfEmail"',
			'"0035e00000AbCdE","0015e00000XyZaB","Ann","Lee","ann@example.com","Germany","2024-05-01T09:00:00.000Z","false"',
			'"0035e00000AbCdF","","Bob","Ray","bob@example.com","","2024-05-01T09:00:00.000Z","true"',
		],
		expected: {
			rows: [
				{
					...{ id: '0035e00000AbCdE', accountId: '0015e00000XyZaB', ...ANN },
					...{ countryCode: 'DE', dateCreated: CREATED },
				},
			],
			rejected: { 2: 'accountId is required' },
		},
	},
	{
		service: 'Salesforce Bulk API 2.0',
		source: 'the same, `columnDelimiter` SEMICOLON or PIPE, `lineEnding` CRLF',
		how: 'query results with `columnDelimiter: PIPE`, CRLF',
		name: 'bulk-pipe.csv',
		lineEnd: '\r\n',
		lines: [
			'"Id"|"AccountId"|"FirstName"|"LastName"|"Email"|"CreatedDate"',
			'"0035e00000AbCdE"|"0015e00000XyZaB"|"Ann"|"Lee"|"ann@example.com"|"2024-05-01T09:00:00.000Z"',
		],
		expected: {
			rows: [
				{
					...{ id: '0035e00000AbCdE', accountId: '0015e00000XyZaB', ...ANN },
					dateCreated: CREATED,
				},
			],
		},
	},
	{
		service: 'HubSpot',
		source: 'knowledge.hubspot.com, Export records',
		how: 'contacts as CSV: labels for names, times of the account without a zone',
		name: 'hubspot.csv',
		lines: [
			'Record ID,First Name,Last Name,Email,Country/Region,Create Date,Primary Associated Company ID,Marketing contact status',
			'151,Ann,Lee,ann@example.com,Canada,2024-05-01 09:00,9001,Marketing contact',
			'152,Bob,Ray,bob@example.com,,2024-05-01 09:00,,Non-marketing contact',
		],
		expected: {
			rows: [{ id: '151', accountId: '9001', ...ANN, countryCode: 'CA', dateCreated: CREATED }],
			rejected: { 2: 'accountId is required' },
			told: [TO_THE_MINUTE],
		},
	},
	{
		service: 'Stripe',
		source: 'docs.stripe.com, Exports; docs.cello.so, Stripe reports (metadata as columns)',
		how: 'customers as CSV: `Created (UTC)`, metadata as columns',
		name: 'stripe.csv',
		lines: [
			'id,Email,Name,Created (UTC),Delinquent,Currency,account_id (metadata)',
			'cus_0001,ann@example.com,Ann Lee,2024-05-01 09:00,false,cad,9001',
			'cus_0002,bob@example.com,Bob Ray,2024-05-01 09:00,true,cad,',
		],
		parameters: ownAccount('account_id (metadata)'),
		expected: {
			rows: [{ id: 'cus_0001', accountId: '9001', email: 'ann@example.com', dateCreated: CREATED }],
			rejected: { 2: 'accountId is required' },
		},
	},
	{
		service: 'Shopify',
		source: 'help.shopify.com, Import and export customers',
		how: "customers as CSV: IDs behind an apostrophe (`'6543210987654`), `yes` and `no`",
		name: 'shopify.csv',
		lines: [
			'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Country Code,Total Spent,Tags',
			'\'6543210987654,Ann,Lee,ann@example.com,yes,CA,120.50,"vip, new"',
			"'6543210987655,Bob,Ray,bob@example.com,no,DE,0.00,",
		],
		parameters: ownAccount('Customer ID'),
		expected: {
			rows: [
				{ id: '6543210987654', accountId: '6543210987654', ...ANN, countryCode: 'CA' },
				{
					...{ id: '6543210987655', accountId: '6543210987655', countryCode: 'DE' },
					...{ firstName: 'Bob', lastName: 'Ray', email: 'bob@example.com' },
				},
			],
			told: ['id was written the way spreadsheets', 'accountId was written the way spreadsheets'],
		},
	},
	{
		service: 'Klaviyo',
		source: 'help.klaviyo.com, Export a list or segment',
		how: 'a segment as CSV: IDs of its own, times without a zone',
		name: 'klaviyo.csv',
		lines: [
			'Email,Klaviyo ID,First Name,Last Name,External ID,Country,Profile Created On',
			'ann@example.com,01HXAMPLE0000000000000001,Ann,Lee,u-1,Canada,2024-05-01 09:00:00',
		],
		parameters: ownAccount('External ID'),
		expected: { rows: [{ id: 'u-1', accountId: 'u-1', ...ANN, countryCode: 'CA' }] },
	},
	{
		service: 'BigQuery',
		source: 'docs.cloud.google.com, Export table data; bxparks/bigquery-schema-generator#19 (UTC)',
		how: 'an extract as CSV, gzip: times with `UTC`, booleans in words',
		name: 'bigquery.csv.gz',
		isPacked: true,
		lines: [
			'account_id,user_id,first_name,last_name,email,referable,created_at',
			'9001,u-1,Ann,Lee,ann@example.com,true,2024-05-01 09:00:00 UTC',
			'9001,u-2,,,,,',
		],
		expected: {
			rows: [
				{ accountId: '9001', id: 'u-1', ...ANN, referable: 'true', dateCreated: CREATED },
				{ accountId: '9001', id: 'u-2' },
			],
		},
	},
	{
		service: 'BigQuery',
		source: 'the same: INT64 as text in JSON',
		how: 'an extract as JSON Lines: whole numbers as texts, nothing where there is no value',
		name: 'bigquery.json',
		lines: [
			'{"account_id":"9001","user_id":"9007199254740993","first_name":"Ann","last_name":"Lee","email":"ann@example.com","referable":true,"created_at":"2024-05-01 09:00:00.123456 UTC"}',
			'{"account_id":"9001","user_id":"9007199254740995"}',
		],
		expected: {
			rows: [
				{
					...{ accountId: '9001', id: '9007199254740993', ...ANN, referable: 'true' },
					dateCreated: String(Number(CREATED) + 123),
				},
				{ accountId: '9001', id: '9007199254740995' },
			],
		},
	},
	{
		service: 'Snowflake',
		source: 'docs.snowflake.com, COPY INTO <location>, CREATE FILE FORMAT (NULL_IF, COMPRESSION)',
		how: '`COPY INTO @stage … HEADER = TRUE`: gzip, `\\N`, times with an offset',
		name: 'data_0_0_0.csv.gz',
		isPacked: true,
		lines: [
			'ACCOUNT_ID,USER_ID,FIRST_NAME,LAST_NAME,EMAIL,REFERABLE,COUNTRY,CREATED_AT',
			'9001,u-1,Ann,Lee,ann@example.com,true,CAN,2024-05-01 02:00:00.000 -0700',
			'9001,u-2,\\N,\\N,\\N,\\N,\\N,\\N',
			'9001,u-3,Back\\\\slash,Ray,bob@example.com,false,DEU,\\N',
		],
		expected: {
			rows: [
				{
					...{ accountId: '9001', id: 'u-1', ...ANN, referable: 'true', countryCode: 'CA' },
					dateCreated: CREATED,
				},
				{ accountId: '9001', id: 'u-2' },
			],
			rejected: { 3: 'A backslash in the row may stand for itself' },
		},
	},
	{
		service: 'Snowflake',
		source: 'the same, FIELD_OPTIONALLY_ENCLOSED_BY',
		how: "the same with `FIELD_OPTIONALLY_ENCLOSED_BY = '\"'`: quotes doubled, beside `\\N`",
		name: 'data_0_0_1.csv.gz',
		isPacked: true,
		lines: [
			'"ACCOUNT_ID","USER_ID","FIRST_NAME","LAST_NAME"',
			'"9001","u-1","Ann ""A""","Lee"',
			'"9001","u-2",\\N,"Ray"',
		],
		expected: {
			rows: [
				{ accountId: '9001', id: 'u-1', firstName: 'Ann "A"', lastName: 'Lee' },
				{ accountId: '9001', id: 'u-2', lastName: 'Ray' },
			],
			told: ['firstName was not sent where it is a word for nothing, "\\N"'],
		},
	},
];

/** An export of a service, and where its shape is documented. */
export interface DocumentedExport extends Export {
	service: string;
	source: string;
}

/** Writes all of them into a folder. */
export function documentedExports(folder: string): DocumentedExport[] {
	mkdirSync(folder, { recursive: true });
	return DOCUMENTED.map(({ service, source, how, name, lines, lineEnd = '\n', ...one }) => {
		const path = join(folder, name);
		const text = Buffer.from(`${lines.join(lineEnd)}${lineEnd}`);
		writeFileSync(path, one.isPacked ? gzipSync(text) : text);
		return { service, source, how, path, parameters: one.parameters, expected: one.expected };
	});
}
