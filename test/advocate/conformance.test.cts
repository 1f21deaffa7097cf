/*
 * What we send, held against the product's own JSON schemas (npm package @saasquatch/schema). Where
 * schema and official page differ, the test says so by name.
 */
import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { headProblems } from '../../advocate/file-check/head-check.ts';
import { IMPORT_FIELDS } from '../../advocate/fields/import-fields.ts';
import { jobInputFrom, type JobSettings } from '../../advocate/jobs/job-input.ts';
import { EXPORT_JOB_TYPES, IMPORT_JOB_TYPES } from '../../advocate/api/job-types.ts';
import { hostTexts } from './support/host-texts.cts';
import { HEAD_BYTES } from '../../advocate/file-check/head.ts';

interface Schema {
	properties: Record<string, Schema & { enum?: string[] }>;
	required?: string[];
}

const schemas = path.join(path.dirname(require.resolve('@saasquatch/schema/package.json')), 'json');
const examples = path.join(__dirname, '../../examples');

const inputFrom = (settings: JobSettings) => jobInputFrom(settings, hostTexts);

const read = (file: string) => JSON.parse(readFileSync(path.join(schemas, file), 'utf8')) as Schema;

/** The schemas are draft-06, whose own schema ajv does not bring along under strict rules. */
function validator(file: string): ValidateFunction {
	const ajv = new Ajv({ strict: false, allErrors: true });
	const draft6 = 'ajv/dist/refs/json-schema-draft-06.json';
	ajv.addMetaSchema(JSON.parse(readFileSync(require.resolve(draft6), 'utf8')) as object);
	return ajv.compile(read(file));
}

const isJob = validator('TenantJob.schema.json');
const isUser = validator('jobs/UserImportLine.schema.json');
const isEvent = validator('jobs/UserEventImportLine.schema.json');

/** What the schema has against a value; an empty list when it fits. */
function complaints(fits: ValidateFunction, value: unknown): string[] {
	return fits(value) ? [] : (fits.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

const fileRef = 'imports/test_abc/contacts_1.csv';

describe('A JobInput is a TenantJob', () => {
	const SETTINGS: Array<[string, JobSettings]> = [
		['users', { type: 'MUTATION/USER', fileRef }],
		[
			'users with everything set',
			{
				type: 'MUTATION/USER',
				fileRef,
				name: 'May import',
				requester: 'n8n',
				outputFormat: 'XLSX',
				mailtoEmail: 'ada@example.com',
				segmentsToAdd: ['vip'],
				segmentsToRemove: ['trial'],
				programId: 'referral',
				evaluation: {
					webhooks: { enabledWebhookTypes: ['user.created', 'reward.created'] },
					programs: { enabledProgramIds: ['referral'] },
					analytics: { enabledAnalyticsEventCollections: [{ collectionName: 'userCreated' }] },
				},
			},
		],
		[
			'users with all evaluation off',
			{
				type: 'MUTATION/USER',
				fileRef,
				evaluation: { webhooks: false, programs: false, analytics: false },
			},
		],
		[
			'user events',
			{
				type: 'MUTATION/USER_EVENT',
				fileRef,
				outputFormat: 'CSV',
				evaluation: { webhooks: true, programs: { enabledProgramIds: [] } },
			},
		],
		['reward redemptions', { type: 'MUTATION/REDEEMABLE_REWARD_BALANCE', fileRef }],
		[
			'deletions',
			{
				type: 'MUTATION/DELETE_USER',
				fileRef,
				preserveEmptyAccounts: true,
				doNotTrack: false,
				deletionConfirmed: true,
			},
		],
	];

	test.each(SETTINGS)('for %s', (_, settings) => {
		expect(complaints(isJob, inputFrom(settings))).toEqual([]);
	});

	test('and the check would notice: a wrong type, format or parameter does not fit', () => {
		const input = inputFrom({ type: 'MUTATION/USER', fileRef });
		const wrong = [
			{ ...input, type: 'MUTATION/NOTHING' },
			{ ...input, outputFormat: 'PDF' },
			{ ...input, fileRef: undefined },
			{ ...input, params: { segments: 'vip' } },
			{ ...input, params: { importEvaluationOptions: { emails: true } } },
		];
		for (const job of wrong) {
			expect(complaints(isJob, JSON.parse(JSON.stringify(job)))).not.toEqual([]);
		}
	});

	test('schema and page differ: JSONL is in the enum DataFileFormat, but not in this schema', () => {
		const input = inputFrom({ type: 'MUTATION/USER', fileRef, outputFormat: 'JSONL' });
		expect(complaints(isJob, input)).toEqual([
			'/outputFormat must be equal to one of the allowed values',
		]);
	});

	test('schema and ours: we offer all its types but two imports, user statistics and referrals', () => {
		const types = read('TenantJob.schema.json').properties['type']?.enum ?? [];
		const ours: string[] = [...IMPORT_JOB_TYPES, ...EXPORT_JOB_TYPES];
		expect(types.filter((type) => !ours.includes(type))).toEqual([
			'MUTATION/USER_STATS',
			'MUTATION/REFERRAL',
		]);
		expect(ours.filter((type) => !types.includes(type))).toEqual([]);
	});
});

describe('The fields we know of a row', () => {
	/** The schema's fields as dotted names, in the way IMPORT_FIELDS has them. */
	function dotted(schema: Schema, prefix = ''): string[] {
		return Object.entries(schema.properties).flatMap(([name, field]) =>
			field.properties === undefined ? [prefix + name] : dotted(field, `${prefix}${name}.`),
		);
	}

	const isKnown = (type: keyof typeof IMPORT_FIELDS) => (name: string) => {
		const { required, optional, families } = IMPORT_FIELDS[type];
		return (
			[...required, ...optional].includes(name) || families.some((f) => `${name}.`.startsWith(f))
		);
	};

	test('are all of the schema for users', () => {
		const names = dotted(read('jobs/UserImportLine.schema.json'));
		expect(names.filter((name) => !isKnown('MUTATION/USER')(name))).toEqual([]);
	});

	test('are all of the schema for user events, and no others', () => {
		const names = dotted(read('jobs/UserEventImportLine.schema.json'));
		expect(names.filter((name) => !isKnown('MUTATION/USER_EVENT')(name))).toEqual([]);
		const { required, optional, families } = IMPORT_FIELDS['MUTATION/USER_EVENT'];
		const ours = [...required, ...optional, ...families.map((family) => family.slice(0, -1))];
		expect(ours.sort()).toEqual(names.sort());
	});

	test('have the same required ones', () => {
		const required = (file: string) => [...(read(file).required ?? [])].sort();
		expect(required('jobs/UserImportLine.schema.json')).toEqual(
			[...IMPORT_FIELDS['MUTATION/USER'].required].sort(),
		);
		// `event` with its own required `key` is our `event.key`.
		const events = IMPORT_FIELDS['MUTATION/USER_EVENT'].required;
		expect(required('jobs/UserEventImportLine.schema.json')).toEqual(
			events.map((name) => name.split('.')[0]).sort(),
		);
	});

	test('schema and pages differ: fields of users that only pages and guides have', () => {
		const names = dotted(read('jobs/UserImportLine.schema.json'));
		const { required, optional } = IMPORT_FIELDS['MUTATION/USER'];
		expect([...required, ...optional].filter((name) => !names.includes(name))).toEqual([
			'countryCode',
			'dateUsTaxFormSubmitted',
			'segments',
		]);
	});

	test('schema and page differ: imageUrl is null in the schema, an address on the page', () => {
		const user = { accountId: 'a', id: '1', imageUrl: 'https://a.b/x.png' };
		expect(complaints(isUser, user)).toEqual(['/imageUrl must be null']);
	});
});

describe('The head check agrees with the schemas on rows of JSON Lines', () => {
	const isRefused = (type: 'MUTATION/USER' | 'MUTATION/USER_EVENT', row: unknown) =>
		headProblems(
			{ bytes: Buffer.from(JSON.stringify(row)), whole: true, format: 'jsonl', type },
			hostTexts,
		).length > 0;

	test.each([
		{ accountId: 'a', id: '1' },
		{ accountId: 'a', id: '1', customFields: { plan: 'x' }, referredBy: { code: 'X' } },
		{ accountId: 'a', id: '1', referralCodes: { p: 'X' }, shareLinks: { p: 'https://a.b' } },
		{ accountId: 'a', id: '1', crm: 'of your own' },
		{ accountId: 'a' },
		{ id: '1' },
		{},
	])('user %j', (row) => {
		expect(isRefused('MUTATION/USER', row)).toBe(!isUser(row));
	});

	test.each([
		{ accountId: 'a', userId: '1', event: { key: 'k' } },
		{ accountId: 'a', userId: '1', event: { key: 'k', fields: { x: [1] } }, idempotencyKey: 'i' },
		{ accountId: 'a', userId: '1', event: { key: 'k', other: 1 } },
		{ accountId: 'a', userId: '1', event: { key: 'k' }, other: 1 },
		{ accountId: 'a', userId: '1', 'event.key': 'k' },
		{ accountId: 'a', userId: '1', event: {} },
		{ accountId: 'a', userId: '1' },
		{},
	])('event %j', (row) => {
		expect(isRefused('MUTATION/USER_EVENT', row)).toBe(!isEvent(row));
	});
});

describe('The examples', () => {
	test.each([
		['crm-contacts.csv', 'csv', 'MUTATION/USER'],
		['user-events.jsonl', 'jsonl', 'MUTATION/USER_EVENT'],
		['delete-users.csv', 'csv', 'MUTATION/DELETE_USER'],
		['reward-redemptions.csv', 'csv', 'MUTATION/REDEEMABLE_REWARD_BALANCE'],
	] as const)('%s passes the head check', (name, format, type) => {
		const file = readFileSync(path.join(examples, name));
		const bytes = file.subarray(0, HEAD_BYTES);
		const whole = bytes.length === file.length;
		expect(headProblems({ bytes, whole, format, type }, hostTexts)).toEqual([]);
	});

	test('the events fit the schema', () => {
		const lines = readFileSync(path.join(examples, 'user-events.jsonl'), 'utf8').trim().split('\n');
		for (const line of lines) expect(complaints(isEvent, JSON.parse(line))).toEqual([]);
	});

	test('the users fit the schema, but for bad rows put there on purpose', () => {
		const rows = parse<Record<string, string>>(
			readFileSync(path.join(examples, 'crm-contacts.csv')),
			{ columns: true, bom: true },
		);
		const users = rows.map((row) => userFrom(row));
		const fitting = users.filter((user) => isUser(user));
		expect(users.length - fitting.length).toBeLessThanOrEqual(7);
	});
});

/** A row of CSV as the object it stands for: dotted names nested, texts read as what the schema has. */
function userFrom(row: Record<string, string>): Record<string, unknown> {
	const user: Record<string, unknown> = {};
	for (const [name, text] of Object.entries(row)) {
		if (text === '') continue;
		const [first = '', ...rest] = name.split('.');
		const value = typed(first, text);
		if (rest.length === 0) user[first] = value;
		else user[first] = { ...(user[first] as object | undefined), [rest.join('.')]: value };
	}
	return user;
}

function typed(field: string, text: string): unknown {
	if (field === 'referable') return ['true', 'false'].includes(text) ? text === 'true' : text;
	if (field === 'dateCreated') return /^\d+$/.test(text) ? Number(text) : text;
	return text;
}
