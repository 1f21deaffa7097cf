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

/** The row as it goes into the file; fails if there is none. */
function row(source: unknown, options?: Options): unknown {
	const result = checked(source, options);
	if ('row' in result) return result.row;
	throw new Error('reasons' in result ? result.reasons.join('; ') : 'skipped');
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

test('A name whose value is not there is not warned of', () => {
	expect(warnings({ ...ann, programs: undefined })).toEqual([]);
	expect(row({ ...ann, programs: undefined })).toEqual(ann);
});

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
		[
			'MUTATION/REDEEMABLE_REWARD_BALANCE',
			{ unit: 'CENTS' },
			['userId is required', 'accountId is required', 'valueToRedeem is required'],
		],
		[
			'MUTATION/REDEEMABLE_REWARD_BALANCE',
			{ valueToRedeem: 5 },
			['userId is required', 'accountId is required', 'unit is required'],
		],
	])('%s %j', (type, source, expected) => {
		expect(reasons(source, { type, emptyText: 'omit' })).toEqual(expected);
		expect(reasons(source, { type, emptyText: 'send' })).toEqual(expected);
	});

	test('are reported once: a wrong one is not missing as well', () => {
		expect(reasons({ accountId: ['acme'], id: 'ann' })).toEqual([
			'accountId must be text, not a list',
		]);
	});

	test('are not inherited', () => {
		expect(reasons(Object.create(ann))).toEqual(['accountId is required', 'id is required']);
	});
});

test('All reasons are given, not only the first', () => {
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
			'customFields.plan is given twice',
		],
		['an event key', { ...event, 'event.key': 'sale' }, EVENT, 'event.key is given twice'],
		[
			'an event field within another',
			{ ...event, 'event.fields.a': 1, 'event.fields.a.b': 2 },
			EVENT,
			'event.fields.a.b is given twice',
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
			'customFields.\udc00 has a name with broken characters (half of a surrogate pair)',
		],
		[
			'a name with a blank',
			{ 'Plan Type': 'pro' },
			'customFields.Plan Type is not a valid name for a custom field: use letters, digits and _, at most 64 characters',
		],
		[
			'more than 1,024 characters',
			{ bio: 'x'.repeat(1_025) },
			'customFields.bio has more than the 1,024 characters that a custom field can hold',
		],
		[
			'more than 100 fields',
			Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, i])),
			'customFields has more than the 100 fields that a user can have',
		],
	])('refuse %s', (_, customFields, reason) => {
		expect(reasons({ ...ann, customFields })).toEqual([reason]);
	});

	test('with a dash in their name are sent, with a warning: a guide has such names, the schema does not', () => {
		const customFields = { 'plan-type': 'pro' };
		expect(row({ ...ann, customFields })).toEqual({ ...ann, customFields });
		expect(warnings({ ...ann, 'customFields.plan-type': 'pro' })).toEqual([
			'customFields.plan-type has a dash in its name, which Advocate may not accept. If rows fail because of it, use a custom field named with letters, digits and _ only.',
		]);
	});

	test('of the longest texts that the schema takes are sent, timeZone too', () => {
		const longest = '😀'.repeat(1_024);
		const customFields = { bio: longest, timeZone: longest };
		expect(row({ ...ann, customFields })).toEqual({ ...ann, customFields });
		expect(reasons({ ...ann, 'customFields.timeZone': 'x'.repeat(1_025) })).toEqual([
			'customFields.timeZone has more than the 1,024 characters that a custom field can hold',
		]);
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
			`referralCodes.${program} does not name a program: the ID of a program has only letters, digits and hyphens`,
		]);
		expect(reasons({ ...ann, [`shareLinks.${program}`]: 'https://a.b' })).toHaveLength(1);
	});
});

describe('Share links', () => {
	test.each([
		{ 'sharelinks.my-program': 'https://a.b/x' },
		{ sharelinks: { 'my-program': 'https://a.b/x' } },
		{ shareLinks: { 'my-program': 'https://a.b/x' } },
	])('are sent as the schema spells them: %j', (links) => {
		const sent = { ...ann, shareLinks: { 'my-program': 'https://a.b/x' } };
		expect(row({ ...ann, ...links })).toEqual(sent);
		expect(row({ ...ann, ...links }, { otherNamesExpected: true })).toEqual(sent);
		expect(warnings({ ...ann, ...links })).toEqual([]);
	});

	test('in both spellings are there twice', () => {
		const both = { 'sharelinks.p': 'https://a.b/x', 'shareLinks.p': 'https://a.b/y' };
		expect(reasons({ ...ann, ...both })).toEqual(['shareLinks.p is given twice']);
	});
});

test('An email address of fewer than 7 characters is rejected', () => {
	expect(reasons({ ...ann, email: 'a@b.co' })).toEqual([
		'email must be an email address of at least 7 characters, not "a@b.co"',
	]);
	expect(row({ ...ann, email: 'a@b.com' })).toEqual({ ...ann, email: 'a@b.com' });
});

describe('Event fields', () => {
	test('are anything', () => {
		const fields = { n: 1, b: false, list: [1, { a: null }], o: { 'a.b': { c: [] } }, none: 0 };
		const source = { ...event, event: { key: 'k', fields } };
		expect(row(source, EVENT)).toEqual(source);
	});

	test.each<[unknown, string]>([
		[
			'x'.repeat(1_501),
			'contains a text of more than the 1,500 bytes (UTF-8) that Advocate accepts',
		],
		[[[1]], 'contains a list directly in a list, which Advocate does not accept'],
	])('hold no long texts and no lists in lists (%#)', (value, why) => {
		expect(reasons({ ...event, 'event.fields.a': value }, EVENT)).toEqual([
			`event.fields.a ${why}`,
		]);
	});

	test.each(['text', 5, true, [{ a: 1 }]])('that are %j, and no object, are rejected', (fields) => {
		const reason = ['event.fields must be an object with fields in it'];
		for (const otherNamesExpected of [false, true]) {
			const options = { ...EVENT, otherNamesExpected };
			expect(reasons({ ...event, 'event.fields': fields }, options)).toEqual(reason);
			expect(reasons({ ...event, event: { key: 'purchase', fields } }, options)).toEqual(reason);
		}
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
	const of = { userId: 'ann', accountId: 'acme', unit: 'CENTS' };

	test('whose other columns go along as they are', () => {
		const source = {
			...of,
			'Approx. value': 5,
			program: { id: 'p' },
			valueToRedeem: '5.00',
		};
		expect(row(source, REDEMPTION)).toEqual({ ...source, valueToRedeem: 5 });
		expect(warnings(source, REDEMPTION)).toEqual([]);
	});

	test('with dotted columns nested', () => {
		expect(row({ ...of, valueToRedeem: 1, 'user.id': 'ann' }, REDEMPTION)).toEqual({
			...of,
			valueToRedeem: 1,
			user: { id: 'ann' },
		});
	});

	test('without the lists that a CRM may have there, which CSV cannot hold', () => {
		const source = { ...of, valueToRedeem: 1, tags: ['a'] };
		expect(row(source, REDEMPTION)).toEqual({ ...of, valueToRedeem: 1 });
		expect(warnings(source, REDEMPTION)).toEqual([
			"tags was left out, because it is a list, which CSV can't hold.",
		]);
	});

	test.each([0, -0, '0', '0.00', ' 0 ', '', ' ', null])(
		'are skipped where valueToRedeem is %j: nothing is to be redeemed',
		(valueToRedeem) => {
			for (const emptyText of ['omit', 'send'] as const) {
				const options = { ...REDEMPTION, emptyText };
				expect(checked({ ...of, valueToRedeem }, options)).toEqual({ skipped: true });
			}
			// Nor does it matter then what else is not right.
			expect(checked({ valueToRedeem }, REDEMPTION)).toEqual({ skipped: true });
		},
	);

	test.each([-1, '-0.01', 'five', true, NaN])('are rejected where it is %j', (valueToRedeem) =>
		expect(reasons({ ...of, valueToRedeem }, REDEMPTION)).toEqual([
			expect.stringMatching(/^valueToRedeem must be a number of 0 or more, not "/),
		]),
	);

	test('are no matter for other types', () => {
		expect(row({ ...ann, valueToRedeem: 0 })).toEqual(ann);
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

	test('are sent to clear a field, if the field can hold them', () => {
		expect(row(source, { emptyText: 'send' })).toEqual({
			...ann,
			firstName: '',
			customFields: { plan: null },
		});
	});

	test.each(['', ' ', null])('take a custom field away by null, as does %j', (plan) => {
		const cleared = { ...ann, customFields: { plan: null, timeZone: null } };
		const nested = { ...ann, customFields: { plan, timeZone: plan } };
		const dotted = { ...ann, 'customFields.plan': plan, 'customFields.timeZone': plan };
		expect(row(nested, { emptyText: 'send' })).toEqual(cleared);
		expect(row(dotted, { emptyText: 'send' })).toEqual(cleared);
		expect(row(nested)).toEqual(ann);
	});

	test('can take no custom field away in CSV, which has no null: that is told', () => {
		const checker = checkerOf({ emptyText: 'send', format: 'csv' });
		expect(checker.check({ ...ann, firstName: '', 'customFields.plan': '' })).toEqual({
			row: { ...ann, firstName: '' },
		});
		expect(checker.check({ ...ann, customFields: { plan: null } })).toEqual({ row: ann });
		expect([...checker.warnings]).toEqual([
			'customFields.plan was not cleared where it is empty, because CSV has no null to remove a custom field with. Use JSON Lines.',
		]);
	});

	test('of event fields are sent too', () => {
		const withField = { ...event, event: { key: 'k', fields: { a: '' } } };
		expect(row(withField, { ...EVENT, emptyText: 'send' })).toEqual(withField);
	});
});

test.each([null, undefined])('%p is no value', (value) => {
	const source = { ...ann, firstName: value, email: value, referable: value, customFields: value };
	expect(row(source)).toEqual(ann);
});

test('Null is sent to clear a field as an empty text is: databases give nothing else', () => {
	const source = { ...ann, firstName: null, email: null, referable: null, customFields: null };
	expect(row(source, { emptyText: 'send' })).toEqual({ ...ann, firstName: '' });
});

describe('Names that are not fields', () => {
	test.each([
		['firstname', 'firstName'],
		['Email', 'email'],
		['emial', 'email'],
		[' id', 'id'],
		['customfields.plan', 'customFields.plan'],
		['customField.plan', 'customFields.plan'],
	])('%j: did you mean %j?', (name, meant) => {
		expect(warnings({ ...ann, [name]: 'x' })).toEqual([
			`"${name}" is not an Advocate field and was not sent. Did you mean "${meant}"?`,
		]);
		expect(warnings({ ...ann, [name]: 'x' }, { otherNamesExpected: true })).toHaveLength(1);
	});

	test.each(['ip', 'd', 'ids', 'uid'])('beside an id, %j is not asked to be "id"', (name) => {
		const { accountId, id } = ann;
		for (const row of [
			{ accountId, id, [name]: 'x' },
			{ [name]: 'x', accountId, id },
		]) {
			expect(warnings(row, { otherNamesExpected: true })).toEqual([]);
			expect(warnings(row)).toEqual([`"${name}" is not an Advocate field and was not sent.`]);
		}
		expect(warnings({ accountId, [name]: 'x' })).toEqual([
			`"${name}" is not an Advocate field and was not sent. Did you mean "id"?`,
		]);
	});

	test.each(['\ufeff', '\u00ef\u00bb\u00bf'])('do not begin with a byte order mark, %j', (mark) => {
		const { accountId, ...rest } = ann;
		expect(row({ [`${mark}accountId`]: accountId, ...rest })).toEqual(ann);
		expect(warnings({ [`${mark}accountId`]: accountId, ...rest })).toEqual([]);
		expect(row({ [`${mark}customFields.plan`]: 'pro', ...ann })).toEqual({
			...ann,
			customFields: { plan: 'pro' },
		});
	});

	test('that resemble none are reported, unless other columns are expected', () => {
		const source = { ...ann, 'Lead score': 5 };
		expect(row(source)).toEqual(ann);
		expect(warnings(source)).toEqual([`"Lead score" is not an Advocate field and was not sent.`]);
		expect(warnings(source, { otherNamesExpected: true })).toEqual([]);
	});

	test('are reported once, however many rows have them', () => {
		const checker = checkerOf();
		for (let i = 0; i < 5; i++) checker.check({ ...ann, crm: i });
		expect(checker.warnings.size).toBe(1);
	});

	test('are reported up to fifty, as nobody reads more', () => {
		const checker = checkerOf();
		for (let i = 0; i < 1_000; i++) checker.check({ ...ann, [`crm ${i}`]: i });
		expect(checker.warnings.size).toBe(51);
		expect([...checker.warnings].at(-1)).toBe(
			`More names that are not Advocate fields were not sent.`,
		);
	});

	test('that are very long are cut in the warning', () => {
		const [warning = ''] = warnings({ ...ann, ['x'.repeat(100_000)]: 1 });
		expect(warning.length).toBeLessThan(200);
		const [reason = ''] = reasons({ ...ann, [`customFields.${'x'.repeat(100_000)}`]: [] });
		expect(reason.length).toBeLessThan(200);
	});
});

test('A column of a CRM that is called as an object of Advocate is left out, and that is told', () => {
	const source = { ...ann, referredBy: 'Bob' };
	expect(row(source, { otherNamesExpected: true })).toEqual(ann);
	expect(warnings(source, { otherNamesExpected: true })).toEqual([
		'"referredBy" was left out of rows in which it is not an object with fields in it.',
	]);
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

	test.each(NAMES)('%s as a column is not a field, and changes nothing', (name) => {
		const source = JSON.parse(`{"accountId":"acme","id":"ann","${name}":{"x":1}}`) as object;
		expect(row(source)).toEqual(ann);
		expect(({} as Record<string, unknown>)['x']).toBeUndefined();
	});
});

describe('A mapping', () => {
	const fields = new Map([
		['Customer ID', 'id'],
		['properties.email', 'email'],
		['Ignored', ''],
		['accountId', 'accountId'],
	]);
	const names = {
		fieldOf: (name: string) => fields.get(name),
		isUtc: () => false,
		mayHoldFields: (name: string) => name === 'properties',
	};

	test('gives their fields to names and to what is within objects', () => {
		const source = {
			accountId: 'acme',
			'Customer ID': 7,
			properties: { email: 'a@b.com', other: 1 },
			Ignored: 'x',
		};
		expect(row(source, { names, otherNamesExpected: true })).toEqual({
			accountId: 'acme',
			id: '7',
			email: 'a@b.com',
		});
	});

	test('to nothing is quiet', () => {
		expect(warnings({ ...ann, Ignored: { a: 1 } }, { names })).toEqual([]);
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
	const contact = { ...ann, countryCode: 'Atlantis', locale: 'en', firstName: 'Ann' };

	test('cost the row', () =>
		expect(reasons(contact)).toEqual([
			`countryCode must be a two-letter country code, such as CA, or a country's name, not "Atlantis"`,
			'locale must be a language and a country, such as en_US, not "en"',
		]));

	test('cost only themselves where that is asked for, with a warning for each field', () => {
		const checker = checkerOf({ unfitValues: 'leaveOut' });
		expect(checker.check(contact)).toEqual({ row: { ...ann, firstName: 'Ann' } });
		expect(checker.check({ ...contact, locale: 'en_CA', countryCode: 'Atlantis' })).toEqual({
			row: { ...ann, firstName: 'Ann', locale: 'en_CA' },
		});
		expect([...checker.warnings]).toEqual([
			`countryCode was not sent where its value is not valid, in 2 rows (the first is row 1): it must be a two-letter country code, such as CA, or a country's name, not "Atlantis".`,
			`locale was not sent where its value is not valid, in row 1: it must be a language and a country, such as en_US, not "en".`,
		]);
	});

	test('are not counted in a row that is rejected all the same', () => {
		const checker = checkerOf({ unfitValues: 'leaveOut' });
		checker.check({ accountId: 'acme', countryCode: 'Atlantis' });
		expect([...checker.warnings]).toEqual([]);
	});

	test('still reject the row in a required field, and in a deletion', () => {
		expect(reasons({ accountId: 'acme', id: [1] }, { unfitValues: 'leaveOut' })).toEqual([
			'id must be text, not a list',
		]);
		const deletion = { type: 'MUTATION/DELETE_USER', unfitValues: 'leaveOut' } as const;
		expect(reasons({ ...ann, doNotTrack: 'maybe' }, deletion)).toEqual([
			'doNotTrack must be true or false (or yes/no, t/f, 1/0), not "maybe"',
		]);
	});
});

describe('A locale that is only a language', () => {
	const loneLanguages = 'addCountry';
	const contact = { ...ann, locale: 'EN', countryCode: 'Canada' };

	test('does not fit, unless the country of its row is to be added', () => {
		expect(reasons(contact)).toEqual([
			'locale must be a language and a country, such as en_US, not "EN"',
		]);
		const checker = checkerOf({ loneLanguages });
		const sent = { ...ann, locale: 'en_CA', countryCode: 'CA' };
		expect(checker.check(contact)).toEqual({ row: sent });
		expect(checker.check({ ...contact, locale: 'en-CA' })).toEqual({ row: sent });
		expect([...checker.warnings]).toEqual([
			'locale is only a language, as in "EN", in row 1. It was sent with the country of the row.',
		]);
	});

	test.each([
		[{ countryCode: '' }, 'locale is only a language, "EN", and the row has no country'],
		[{ countryCode: undefined }, 'locale is only a language, "EN", and the row has no country'],
		[
			{ locale: 'English' },
			'locale must be a language and a country, such as en_US, not "English"',
		],
		[{ locale: 'jp' }, 'locale must be a language and a country, such as en_US, not "jp"'],
	])('is rejected with %j', (change, why) =>
		expect(reasons({ ...contact, ...change }, { loneLanguages })).toEqual([why]),
	);

	test('is left out alone where values that do not fit are', () => {
		const checker = checkerOf({ loneLanguages, unfitValues: 'leaveOut' });
		expect(checker.check({ ...ann, locale: 'en' })).toEqual({ row: ann });
	});

	test.each(['nan', 'NA'])('is not %j, which is a word for nothing', (locale) =>
		expect(row({ ...contact, locale }, { loneLanguages })).toEqual({ ...ann, countryCode: 'CA' }),
	);
});

test('An event is never sent without the key that was meant for it, as it might count twice', () => {
	const source = { ...event, idempotencyKey: 'acme|ann' };
	expect(reasons(source, { ...EVENT, unfitValues: 'leaveOut' })).toEqual([
		expect.stringMatching(/^idempotencyKey must be 8 to 64 letters/),
	]);
	expect(row({ ...event, idempotencyKey: 'evt_0001' }, EVENT)).toEqual({
		...event,
		idempotencyKey: 'evt_0001',
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
