import type { ImportJobType } from '../../../../advocate/api/job-types.ts';
import { AdvocateError } from '../../../../advocate/errors.ts';
import { MatchedNames } from '../../../../advocate/rows/match/matched-names.ts';
import { hostTexts } from '../../support/host-texts.cts';

/* Which of a row's columns is sent as which field, row by row, and what is told of it. */

const USER = 'MUTATION/USER';
const DELETE = 'MUTATION/DELETE_USER';
const EVENT = 'MUTATION/USER_EVENT';

type Row = Record<string, unknown>;

/** Takes rows, and says which columns of each were left out, and what was told. */
function taken(rows: Row[], type: ImportJobType = USER) {
	const names = new MatchedNames(type, hostTexts.file);
	const leftOut = rows.map((row, i) => [...(names.leftOutOf(row, i + 1) ?? [])]);
	const { told, warnings } = names.end();
	return { leftOut, ...told, warnings };
}

/** The message with which rows stop the upload. */
function stopped(rows: Row[], type: ImportJobType = USER): string {
	try {
		taken(rows, type);
	} catch (thrown) {
		if (thrown instanceof AdvocateError) return thrown.message;
		throw thrown;
	}
	return 'not stopped';
}

describe('Rows of several shapes', () => {
	it('are matched each by its own names', () => {
		const { leftOut, mapping, warnings } = taken([
			{ id: 1, accountId: 'a', email: 'ann@example.com' },
			{ 'User ID': 2, Company: 'b', 'Email Address': 'bob@example.com' },
			{ id: 3, accountId: 'a', email: 'cat@example.com' },
		]);

		expect(leftOut).toEqual([[], [], []]);
		expect(mapping).toEqual({
			id: 'id',
			accountId: 'accountId',
			email: 'email',
			'User ID': 'id',
			'Email Address': 'email',
		});
		expect(warnings).toEqual([]);
	});

	it('may have the same keys with other things in them', () => {
		const { leftOut } = taken([
			{ email: 'a', 'Work Email': 'a' },
			{ email: '', 'Work Email': 'b' },
			{ email: null, 'Work Email': null },
			{ email: ['x'], 'Work Email': 'd' },
			{ email: { a: 1 }, 'Work Email': 'd' },
		]);
		expect(leftOut).toEqual([['Work Email'], ['email'], ['Work Email'], ['email'], []]);
	});

	it('are told apart however many there are, without being kept', () => {
		const names = new MatchedNames(USER, hostTexts.file);
		for (let i = 0; i < 5_000; i++) {
			const row = { [`column ${i}`]: 1, 'Work Email': 'a', email: `${i % 2}`, id: i };
			expect([...(names.leftOutOf(row, i + 1) ?? [])]).toEqual(['Work Email']);
		}
		const { told, warnings } = names.end();
		expect(told.ignoredColumns).toHaveLength(50);
		expect(told.ignoredColumnCount).toBe(5_000);
		expect(warnings).toEqual([
			'"Work Email" was not sent in 5,000 rows: email was taken from "email" there, and the two differ.',
		]);
	});
});

describe('Of several columns for a field', () => {
	it('another that differs is told of, with how often', () => {
		const { warnings } = taken([
			{ id: 1, Email: 'a', 'Work Email': 'a' },
			{ id: 2, Email: 'a', 'Work Email': 'b' },
			{ id: 3, Email: '', 'Work Email': 'c' },
			{ id: 4, Email: 'a', 'Work Email': 'd' },
			{ id: 5, Email: 'a', 'Work Email': ' ' },
		]);
		expect(warnings).toEqual([
			'"Work Email" was not sent in 2 rows: email was taken from "Email" there, and the two differ.',
		]);
	});

	it.each<[string, Row]>([
		['a country and its code', { 'Country Code': 'CA', country: 'Canada' }],
		['two ways to write a time', { createdAt: '2024-05-01T09:00:00Z', created: 1714554000 }],
		['a number and its text', { id: 5, 'properties.id': '5 ' }],
	])('one that comes to the same is not: %s', (_what, row) => {
		expect(taken([row]).warnings).toEqual([]);
	});
});

describe('Whose a row is', () => {
	const own = { id: 1, createdAt: '2024-05-01T09:00:00Z', updatedAt: '2024-05-01T09:00:00Z' };

	it.each<[string, Row, string, string]>([
		["n8n's Data Table", { ...own, user_id: 'user-99' }, '"id" is "1"', '"user_id" is "user-99"'],
		['Airtable, flat', { id: 'rec1', 'User ID': 'u1' }, '"id" is "rec1"', '"User ID" is "u1"'],
		['an order', { id: 7, customer: { id: 9 } }, '"id" is "7"', '"customer.id" is "9"'],
		[
			'Stripe, with an ID of your own',
			{ id: 'cus_1', metadata: { user_id: 'u1' } },
			'"id" is "cus_1"',
			'"metadata.user_id" is "u1"',
		],
		['Intercom', { id: 'i1', external_id: 'u1' }, '"id" is "i1"', '"external_id" is "u1"'],
	])('is not certain: %s', (_what, row, one, other) => {
		for (const type of [USER, DELETE] as const) {
			expect(stopped([{ id: 'a', accountId: 'a' }, row], type)).toBe(
				`It is not certain which user row 2 is for: ${one}, and ${other}`,
			);
		}
	});

	it('is not certain by the account: Pipedrive has the builder’s own company beside the person’s', () => {
		const row = { id: 1, company_id: 12, org_id: { name: 'Acme', value: 5 }, owner_id: { id: 3 } };
		expect(stopped([row])).toBe(
			'It is not certain which account row 1 is for: "company_id" is "12", and "org_id.value" is "5"',
		);
	});

	it.each<[string, ImportJobType, Row]>([
		['HubSpot', USER, { id: '51', properties: { hs_object_id: '51' } }],
		['HubSpot, to delete', DELETE, { id: '51', properties: { hs_object_id: 51 } }],
		['Salesforce', USER, { Id: '003', AccountId: '001', OwnerId: '005' }],
		['Zoho', USER, { 'Record Id': 'z1', 'Contact Owner.id': 'z2', 'Account Name.id': 'z3' }],
		['an order for an event', EVENT, { id: 7, accountId: 'a', customer: { id: 9 } }],
		['an account’s name beside its ID', USER, { id: 1, accountId: 'a', Account: 'Acme Inc.' }],
	])('is certain: %s', (_what, type, row) => expect(stopped([row], type)).toBe('not stopped'));

	it('is certain for the user in an object that wraps records, which is told', () => {
		for (const row of [
			{ id: 'rec1', fields: { 'User ID': 'u1' } },
			{ id: 'evt_1', data: { id: 'u1' } },
			{ id: 'x', properties: { user_id: 'u1' } },
		]) {
			const { leftOut, warnings, mapping } = taken([row]);
			expect(leftOut).toEqual([['id']]);
			expect(Object.values(mapping)).toEqual(['id']);
			expect(warnings).toEqual([
				expect.stringMatching(/^"id" was not sent in 1 row: id was taken from "\w+\.[\w ]+" there/),
			]);
			expect(stopped([row], DELETE)).toContain('It is not certain which user row 1 is for');
		}
	});

	it('is not certain by an order’s user: Shopify’s user_id is the staff’s', () => {
		const order = { id: 7, accountId: 'a', user_id: 3, customer: { id: 9 } };
		expect(stopped([order], EVENT)).toContain('"user_id" is "3", and "customer.id" is "9"');
	});

	describe('where one column is empty', () => {
		const rows = [
			{ id: 1, user_id: null, accountId: 'a' },
			{ id: 2, user_id: '', accountId: 'a' },
		];

		it('is not certain for a deletion', () => {
			expect(stopped(rows, DELETE)).toBe(
				'It is not certain which user row 1 is for: "id" is "1", and "user_id" is empty',
			);
		});

		it('is told of users, if it is empty in all rows', () => {
			const { leftOut, warnings } = taken(rows);
			expect(leftOut).toEqual([['user_id'], ['user_id']]);
			expect(warnings).toEqual(['"user_id" is empty in all rows, so id was taken from "id".']);
		});

		it('is not certain if it has a value in another row, before or after', () => {
			const other = { id: '', user_id: 'u3', accountId: 'a' };
			expect(stopped([...rows, other])).toContain(
				'row 1 is for: "id" is "1", and "user_id" is empty',
			);
			expect(stopped([other, ...rows])).toContain(
				'row 1 is for: "user_id" is "u3", and "id" is empty',
			);
			expect(stopped([...rows, { user_id: 'u3' }])).toContain('"user_id" is empty');
		});
	});

	it('is settled by a column that is set by hand', () => {
		const names = new MatchedNames(DELETE, hostTexts.file, new Set(['id']), new Set(['user_id']));
		const row = { ...own, user_id: 'user-99', accountId: 'a' };
		expect(names.leftOutOf(row, 1)).toBeUndefined();
		expect(names.fieldOf('user_id')).toBe('');
		expect(names.fieldOf('id')).toBe('id');
		expect(names.end().told).toEqual({
			mapping: { accountId: 'accountId' },
			ignoredColumns: ['id', 'createdAt', 'updatedAt'],
		});
	});
});

describe('What can’t be a field’s value', () => {
	it('is left out, and told of', () => {
		const { leftOut, warnings } = taken([
			{ id: 1, Photo: [{ url: 'x' }], email: { a: 1 } },
			{ id: 2, Photo: 'https://example.com/a.png', email: { a: 1 } },
		]);
		expect(leftOut[0]).toEqual(['Photo']);
		expect(warnings).toEqual([
			'"Photo" was not sent as imageUrl in 1 row, because it is a list there.',
		]);
	});

	it('stays a reason to reject the row where the field is required', () => {
		expect(taken([{ id: ['a'], accountId: 'a' }])).toMatchObject({ leftOut: [[]], warnings: [] });
	});

	it('is not a list of which the primary value is known, or an empty one', () => {
		const { leftOut, warnings } = taken([
			{
				id: 1,
				email: [
					{ value: 'a', primary: true, label: 'work' },
					{ value: 'b', primary: false },
				],
			},
			{ id: 2, email: [] },
			{ id: 3, emailAddresses: [{ value: 'a', metadata: { primary: true } }] },
		]);
		expect(leftOut).toEqual([[], [], []]);
		expect(warnings).toEqual([]);
	});
});

describe('Columns that were not used', () => {
	it('are listed, those within objects too if others of the object were used', () => {
		expect(
			taken([
				{
					id: 1,
					Stage: 'won',
					properties: { email: 'a', score: 5 },
					deal: { id: 5 },
					customFields: {},
				},
			]).ignoredColumns,
		).toEqual(['Stage', 'properties.score', 'deal']);
	});

	it('are bytes, into which nobody looks', () => {
		const row = { id: 1, photo: Buffer.alloc(5_000_000) };
		expect(taken([row, row, row]).warnings).toEqual([
			'"photo" was not sent as imageUrl in 3 rows, because it is an object there.',
		]);
	});
});

test('A header has one plan for all rows, whose cells are asked for by their place', () => {
	const names = new MatchedNames(DELETE, hostTexts.file);
	const plan = names.planForHeader(['\ufeffid', 'Account', 'Customer ID', 'Email']);
	const left = (...cells: string[]) => [...names.decide(plan, ({ index }) => cells[index], 1)];
	expect(left('7', 'acme', '7', '')).toEqual(['Customer ID']);
	expect(() => left('7', 'acme', '8', '')).toThrow('is "7", and "Customer ID" is "8"');
	expect(names.end().told).toEqual({
		mapping: { Account: 'accountId', '\ufeffid': 'id' },
		ignoredColumns: ['Email'],
	});
});

test('Another reading of the same rows counts them again', () => {
	const names = new MatchedNames(USER, hostTexts.file);
	const row = { id: 1, Email: 'a', 'Work Email': 'b' };
	names.leftOutOf(row, 1);
	names.startOver();
	names.leftOutOf(row, 1);
	expect(names.end().warnings).toEqual([expect.stringContaining('in 1 row:')]);
});
