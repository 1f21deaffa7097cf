import type { ImportJobType } from '../../../../advocate/api/job-types.ts';
import {
	RowChecker,
	type CheckedRow,
	type RowCheckerOptions,
} from '../../../../advocate/rows/check/row-checker.ts';

type Options = Partial<RowCheckerOptions>;

function checkerOf(options: Options = {}): RowChecker {
	return new RowChecker({
		type: 'MUTATION/USER',
		timeZone: 'UTC',
		emptyText: 'omit',
		...options,
	});
}

const checked = (source: unknown, options?: Options): CheckedRow =>
	checkerOf(options).check(source as Record<string, unknown>);

/** The row as it goes into the file; fails where there is none. */
function row(source: unknown, options?: Options): unknown {
	const result = checked(source, options);
	if ('reasons' in result) throw new Error(result.reasons.join('; '));
	return result.row;
}

function reasons(source: unknown, options?: Options): string[] {
	const result = checked(source, options);
	return 'reasons' in result ? result.reasons : [];
}

function warnings(source: Record<string, unknown>, options?: Options): string[] {
	const checker = checkerOf(options);
	checker.check(source);
	return [...checker.warnings];
}

const ann = { accountId: 'acme', id: 'ann' };
const event = { accountId: 'acme', userId: 'ann', event: { key: 'purchase' } };
const EVENT = { type: 'MUTATION/USER_EVENT' } as const;
const REDEMPTION = { type: 'MUTATION/REDEEMABLE_REWARD_BALANCE' } as const;

describe('Required fields', () => {
	test.each<[ImportJobType, object, string[]]>([
		['MUTATION/USER', {}, ['accountId is required', 'id is required']],
		['MUTATION/USER', { accountId: '', id: '  ' }, ['accountId is required', 'id is required']],
		[
			'MUTATION/USER',
			{ accountId: null, id: undefined },
			['accountId is required', 'id is required'],
		],
		['MUTATION/DELETE_USER', { id: 'ann' }, ['accountId is required']],
		['MUTATION/USER_EVENT', { accountId: 'a', userId: 'b' }, ['event.key is required']],
		['MUTATION/USER_EVENT', { accountId: 'a', userId: 'b', event: {} }, ['event.key is required']],
		['MUTATION/REDEEMABLE_REWARD_BALANCE', { unit: 'CENTS' }, ['valueToRedeem is required']],
	])('%s %j', (type, source, expected) => {
		expect(reasons(source, { type, emptyText: 'omit' })).toEqual(expected);
		expect(reasons(source, { type, emptyText: 'send' })).toEqual(expected);
	});

	test('are told once: a wrong one is not missing too', () => {
		expect(reasons({ accountId: ['acme'], id: 'ann' })).toEqual([
			'accountId must be text, not a list',
		]);
	});

	test('are not inherited', () => {
		expect(reasons(Object.create(ann))).toEqual(['accountId is required', 'id is required']);
	});
});

test('All reasons are told, not only the first', () => {
	expect(reasons({ id: true, email: {}, locale: 'x', customFields: { a: [] } })).toEqual([
		'id must be text, not "true"',
		'email must be text, not an object',
		'locale must be a language and a country, such as en_US, not "x"',
		'customFields.a must be text, a number or true/false, not a list',
		'accountId is required',
	]);
});

describe('Nested and dotted names are the same', () => {
	test.each<[string, object, object]>([
		['custom fields', { 'customFields.plan': 'pro' }, { customFields: { plan: 'pro' } }],
		['codes', { 'referralCodes.my-program': 'ANN' }, { referralCodes: { 'my-program': 'ANN' } }],
		['referrers', { 'referredBy.code': 'BOB' }, { referredBy: { code: 'BOB' } }],
	])('%s', (_, dotted, nested) => {
		expect(row({ ...ann, ...dotted })).toEqual({ ...ann, ...nested });
		expect(row({ ...ann, ...nested })).toEqual({ ...ann, ...nested });
	});

	test('events, half and half', () => {
		const expected = { ...event, event: { key: 'purchase', fields: { cart: { total: 5 } } } };
		const base = { accountId: 'acme', userId: 'ann' };
		for (const source of [
			{ 'event.key': 'purchase', 'event.fields.cart.total': 5 },
			{ 'event.key': 'purchase', 'event.fields': { cart: { total: 5 } } },
			{ event: { key: 'purchase', 'fields.cart.total': 5 } },
			{ event: { key: 'purchase', fields: { cart: { total: 5 } } } },
		]) {
			expect(row({ ...base, ...source }, EVENT)).toEqual(expected);
		}
	});

	test.each<[string, object, Options | undefined, string]>([
		[
			'a custom field',
			{ ...ann, 'customFields.plan': 'a', customFields: { plan: 'b' } },
			undefined,
			'customFields.plan is there twice',
		],
		['an event key', { ...event, 'event.key': 'sale' }, EVENT, 'event.key is there twice'],
		[
			'an event field within another',
			{ ...event, 'event.fields.a': 1, 'event.fields.a.b': 2 },
			EVENT,
			'event.fields.a.b is there twice',
		],
	])('%s given in both ways is rejected', (_, source, options, reason) => {
		expect(reasons(source, options)).toEqual([reason]);
	});

	test('the source keeps what it had', () => {
		const source = { ...event, 'event.fields.a': { b: 1 }, 'event.fields.a.c': 2 };
		const before = JSON.stringify(source);
		expect(row(source, EVENT)).toMatchObject({ event: { fields: { a: { b: 1, c: 2 } } } });
		expect(JSON.stringify(source)).toBe(before);
	});
});

describe('Custom fields', () => {
	test('hold texts, numbers and booleans', () => {
		const customFields = { plan: 'pro', seats: 3, vip: false, zip: '00501' };
		expect(row({ ...ann, customFields })).toEqual({ ...ann, customFields });
	});

	test('hold 100 fields of 1,024 characters', () => {
		const names = Array.from({ length: 100 }, (_, i) => `f${i}`);
		const customFields = Object.fromEntries(names.map((name) => [name, 'x'.repeat(1_024)]));
		expect(row({ ...ann, customFields })).toEqual({ ...ann, customFields });
	});

	test.each<[string, object, string]>([
		[
			'a list',
			{ tags: ['a'] },
			'customFields.tags must be text, a number or true/false, not a list',
		],
		[
			'an object',
			{ a: { b: 1 } },
			'customFields.a must be text, a number or true/false, not an object',
		],
		[
			'a name with levels',
			{ 'a.b': 1 },
			'customFields.a.b has too many levels: custom fields have one',
		],
		[
			'half a pair in a name',
			{ '\udc00': 1 },
			'customFields.\udc00 has a name with broken characters (half of a pair)',
		],
		[
			'a name with a blank',
			{ 'Plan Type': 'pro' },
			'customFields.Plan Type names no custom field: their names have letters, digits and _, at most 64 of them',
		],
		[
			'more than 1,024 characters',
			{ bio: 'x'.repeat(1_025) },
			'customFields.bio has more than the 1,024 characters that a custom field takes',
		],
		[
			'more than 100 fields',
			Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, i])),
			'customFields has more than the 100 fields that a user can have',
		],
	])('refuse %s', (_, customFields, reason) => {
		expect(reasons({ ...ann, customFields })).toEqual([reason]);
	});

	test('timeZone is text, as the schema has it', () => {
		expect(row({ ...ann, 'customFields.timeZone': 5 })).toMatchObject({
			customFields: { timeZone: '5' },
		});
		expect(reasons({ ...ann, 'customFields.timeZone': true })).toHaveLength(1);
	});

	test('are an object: anything else would be lost', () => {
		const reason = 'customFields must be an object with fields in it';
		expect(reasons({ ...ann, customFields: 'plan=pro' })).toEqual([reason]);
		expect(reasons({ ...ann, customFields: [{ plan: 'pro' }] })).toEqual([reason]);
		expect(row({ ...ann, customFields: ' ' })).toEqual(ann);
		expect(row({ ...ann, customFields: null })).toEqual(ann);
		expect(row({ ...ann, customFields: {} })).toEqual(ann);
	});
});

describe('Codes and links by program', () => {
	test.each(['a_b', 'a b', 'a.b', 'x'.repeat(65), 'é'])('%j is no program', (program) => {
		expect(reasons({ ...ann, referralCodes: { [program]: 'ANN' } })).toEqual([
			`referralCodes.${program} names no program: the ID of a program has letters, digits and hyphens`,
		]);
		expect(reasons({ ...ann, [`shareLinks.${program}`]: 'https://a.b' })).toHaveLength(1);
	});
});

describe('Event fields', () => {
	test('are anything', () => {
		const fields = { n: 1, b: false, list: [1, { a: null }], o: { 'a.b': { c: [] } }, none: 0 };
		const source = { ...event, event: { key: 'k', fields } };
		expect(row(source, EVENT)).toEqual(source);
	});

	test('keep the dots in their names where they are nested', () => {
		const source = { ...event, event: { key: 'k', fields: { 'a.b': 1, a: { b: 2 } } } };
		expect(row(source, EVENT)).toEqual(source);
	});

	test.each(['event.fields..', 'event.fields.a..b', 'event.fields.a.'])('%s is no name', (name) => {
		expect(reasons({ ...event, [name]: 1 }, EVENT)).toEqual([`${name} has a level without a name`]);
	});

	test('of no value are left out', () => {
		const fields = { a: null, b: '', c: undefined };
		expect(row({ ...event, event: { key: 'k', fields } }, EVENT)).toEqual({
			...event,
			event: { key: 'k' },
		});
	});

	test.each(['purchase', ['purchase'], 5, true])('an event that is %j is no event', (value) => {
		expect(reasons({ ...event, event: value }, EVENT)).toEqual([
			'event must be an object with fields in it',
			'event.key is required',
		]);
	});
});

describe('Redemptions are rows of the report', () => {
	test('whose other columns go along as they are', () => {
		const source = {
			accountId: '1',
			unit: 'CENTS',
			'Approx. value': 5,
			program: { id: 'p' },
			valueToRedeem: '5.00',
		};
		expect(row(source, REDEMPTION)).toEqual({ ...source, valueToRedeem: 5 });
		expect(warnings(source, REDEMPTION)).toEqual([]);
	});

	test('with dotted columns nested', () => {
		expect(row({ valueToRedeem: 1, 'user.id': 'ann' }, REDEMPTION)).toEqual({
			valueToRedeem: 1,
			user: { id: 'ann' },
		});
	});
});

describe('Empty texts', () => {
	const source = {
		...ann,
		firstName: '',
		'customFields.plan': ' ',
		referable: '',
		dateCreated: '',
		locale: '',
	};

	test('are left out', () => expect(row(source)).toEqual(ann));

	test('are sent to clear a field, where the field can hold them', () => {
		expect(row(source, { emptyText: 'send' })).toEqual({
			...ann,
			firstName: '',
			customFields: { plan: '' },
		});
	});

	test('of event fields are sent too', () => {
		const withField = { ...event, event: { key: 'k', fields: { a: '' } } };
		expect(row(withField, { ...EVENT, emptyText: 'send' })).toEqual(withField);
	});
});

test.each([null, undefined])('%p is no value', (value) => {
	const source = { ...ann, firstName: value, email: value, referable: value, customFields: value };
	expect(row(source)).toEqual(ann);
	expect(row(source, { emptyText: 'send' })).toEqual(ann);
});

describe('Names that are no fields', () => {
	test.each([
		['firstname', 'firstName'],
		['Email', 'email'],
		['emial', 'email'],
		[' id', 'id'],
		['customfields.plan', 'customFields.plan'],
		['customField.plan', 'customFields.plan'],
	])('%j: did you mean %j?', (name, meant) => {
		expect(warnings({ ...ann, [name]: 'x' })).toEqual([
			`"${name}" is no field of Advocate's and was left out. Did you mean "${meant}"?`,
		]);
		expect(warnings({ ...ann, [name]: 'x' }, { otherNamesExpected: true })).toHaveLength(1);
	});

	test('like none are told, unless other columns are expected', () => {
		const source = { ...ann, 'Lead score': 5 };
		expect(row(source)).toEqual(ann);
		expect(warnings(source)).toEqual([`"Lead score" is no field of Advocate's and was left out.`]);
		expect(warnings(source, { otherNamesExpected: true })).toEqual([]);
	});

	test('are told once, however many rows have them', () => {
		const checker = checkerOf();
		for (let i = 0; i < 5; i++) checker.check({ ...ann, crm: i });
		expect(checker.warnings.size).toBe(1);
	});

	test('are told up to fifty, as nobody reads more', () => {
		const checker = checkerOf();
		for (let i = 0; i < 1_000; i++) checker.check({ ...ann, [`crm ${i}`]: i });
		expect(checker.warnings.size).toBe(51);
		expect([...checker.warnings].at(-1)).toBe(
			`There are more names that are no fields of Advocate's.`,
		);
	});

	test('of great length are cut in what is told', () => {
		const [warning = ''] = warnings({ ...ann, ['x'.repeat(100_000)]: 1 });
		expect(warning.length).toBeLessThan(200);
		const [reason = ''] = reasons({ ...ann, [`customFields.${'x'.repeat(100_000)}`]: [] });
		expect(reason.length).toBeLessThan(200);
	});
});

describe('Names that objects have of their own', () => {
	const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];

	test.each(NAMES)('%s is a custom field like others', (name) => {
		const nested = JSON.parse(
			`{"accountId":"a","id":"b","customFields":{"${name}":"x"}}`,
		) as object;
		expect(JSON.stringify(row(nested))).toBe(JSON.stringify(nested));
		expect(JSON.stringify(row({ accountId: 'a', id: 'b', [`customFields.${name}`]: 'x' }))).toBe(
			JSON.stringify(nested),
		);
	});

	test.each(NAMES)('%s is an event field like others, at any level', (name) => {
		const text = `{"accountId":"a","userId":"b","event":{"key":"k","fields":{"${name}":{"${name}":1}}}}`;
		expect(JSON.stringify(row(JSON.parse(text), EVENT))).toBe(text);
		const dotted = {
			accountId: 'a',
			userId: 'b',
			'event.key': 'k',
			[`event.fields.${name}.${name}`]: 1,
		};
		expect(JSON.stringify(row(dotted, EVENT))).toBe(text);
	});

	test.each(NAMES)('%s as a column is no field, and changes nothing', (name) => {
		const source = JSON.parse(`{"accountId":"acme","id":"ann","${name}":{"x":1}}`) as object;
		expect(row(source)).toEqual(ann);
		expect(({} as Record<string, unknown>)['x']).toBeUndefined();
	});
});

describe('A mapping', () => {
	const fieldOf = new Map([
		['Customer ID', 'id'],
		['properties.email', 'email'],
		['Ignored', ''],
		['accountId', 'accountId'],
	]);

	test('gives names and what is within objects their fields', () => {
		const source = {
			accountId: 'acme',
			'Customer ID': 7,
			properties: { email: 'a@b.c', other: 1 },
			Ignored: 'x',
		};
		expect(row(source, { fieldOf, otherNamesExpected: true })).toEqual({
			accountId: 'acme',
			id: '7',
			email: 'a@b.c',
		});
	});

	test('to nothing is quiet', () => {
		expect(warnings({ ...ann, Ignored: { a: 1 } }, { fieldOf })).toEqual([]);
	});
});

test('A name that looks like another with an object in it is not taken for that', () => {
	const checker = checkerOf(EVENT);
	expect(checker.check({ ...event, '{event': 'x' })).toEqual({ row: event });
	expect(checker.check({ ...event, '{event': { a: 1 } })).toEqual({ row: event });
});

test('A name may hold an object in one row and a text in the next', () => {
	const checker = checkerOf(EVENT);
	expect(checker.check(event)).toEqual({ row: event });
	expect(checker.check({ ...event, event: 'x' })).toHaveProperty('reasons');
	expect(checker.check(event)).toEqual({ row: event });
});

describe("Values that don't fit their field", () => {
	const contact = { ...ann, countryCode: 'Canada', locale: 'en', firstName: 'Ann' };

	test('cost the row', () =>
		expect(reasons(contact)).toEqual([
			'countryCode must be a two-letter country code, such as CA, not "Canada"',
			'locale must be a language and a country, such as en_US, not "en"',
		]));

	test('cost only themselves where that is asked for, with a warning for each field', () => {
		const checker = checkerOf({ unfitValues: 'leaveOut' });
		expect(checker.check(contact)).toEqual({ row: { ...ann, firstName: 'Ann' } });
		expect(checker.check({ ...contact, locale: 'en_CA', countryCode: 'Kanada' })).toEqual({
			row: { ...ann, firstName: 'Ann', locale: 'en_CA' },
		});
		expect([...checker.warnings]).toEqual([
			`countryCode was left out of rows where it can't be sent: it must be a two-letter country code, such as CA, not "Canada".`,
			`locale was left out of rows where it can't be sent: it must be a language and a country, such as en_US, not "en".`,
		]);
	});

	test('cost the row all the same in a required field, and in a deletion', () => {
		expect(reasons({ accountId: 'acme', id: [1] }, { unfitValues: 'leaveOut' })).toEqual([
			'id must be text, not a list',
		]);
		const deletion = { type: 'MUTATION/DELETE_USER', unfitValues: 'leaveOut' } as const;
		expect(reasons({ ...ann, doNotTrack: 'maybe' }, deletion)).toEqual([
			'doNotTrack must be true or false (or yes/no, 1/0), not "maybe"',
		]);
	});
});

test('What a class writes for itself is not taken for the row that was checked', () => {
	class Contact {
		accountId = 'acme';
		id = 'ann';
		toJSON() {
			return { accountId: 'acme', id: 'another' };
		}
	}
	expect(JSON.stringify(row(new Contact()))).toBe('{"accountId":"acme","id":"ann"}');
});
