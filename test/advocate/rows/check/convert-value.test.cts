import { DateTime } from 'luxon';
import { convertValue } from '../../../../advocate/rows/check/convert-value.ts';
import type { FieldKind } from '../../../../advocate/fields/kinds.ts';

const REFUSED = Symbol('refused');

/** The value as it is sent, or REFUSED. */
function convert(value: unknown, kind: FieldKind): unknown {
	const converted = convertValue(value, kind, 'Europe/Paris');
	return 'reason' in converted ? REFUSED : converted.value;
}

/** Why a value is refused. */
function reason(value: unknown, kind: FieldKind): string {
	const converted = convertValue(value, kind, 'Europe/Paris');
	return 'reason' in converted ? converted.reason : '';
}

const HALF = '\ud800';

describe('Text', () => {
	test.each([
		['007', '007'],
		[' padded ', ' padded '],
		['=1+1', '=1+1'],
		['😀', '😀'],
		[42, '42'],
		[-0, '0'],
		[1.5, '1.5'],
		[9007199254740991, '9007199254740991'],
		[12345678901234567890n, '12345678901234567890'],
	])('%p is sent as %j', (value, sent) => expect(convert(value, 'text')).toBe(sent));

	test.each([
		[9007199254740992, 'is a number too large to be exact (9007199254740992): pass it on as text'],
		[1e21, 'is a number too large to be exact (1e+21): pass it on as text'],
		[NaN, 'is not a finite number'],
		[Infinity, 'is not a finite number'],
		[true, 'must be text, not "true"'],
		[{ a: 1 }, 'must be text, not an object'],
		[['a'], 'must be text, not a list'],
		[() => 1, 'must be text, not a function'],
		[Symbol('s'), 'must be text, not "Symbol(s)"'],
		[`a${HALF}`, 'contains broken characters (half of a surrogate pair)'],
	])('%p is refused: it %s', (value, why) => expect(reason(value, 'text')).toBe(why));
});

describe('Email addresses', () => {
	test.each(['a@b.com', 'ann@example.com', 'é@b.com', '😀@b.com'])('%j is sent', (value) =>
		expect(convert(value, 'email')).toBe(value),
	);

	// Characters are counted as JSON Schema does: the last has eight code units.
	test.each(['a@b.co', 'a', '😀@b.co', '😀😀@b.c'])('%j is refused', (value) =>
		expect(reason(value, 'email')).toBe(
			`must be an email address of at least 7 characters, not "${value}"`,
		),
	);
});

describe('Texts of custom fields', () => {
	test.each(['x'.repeat(1_024), '😀'.repeat(1_024), `${'😀'.repeat(512)}${'x'.repeat(512)}`])(
		'hold 1,024 characters, as JSON Schema counts them (%#)',
		(value) => {
			expect(convert(value, 'customField')).toBe(value);
			expect(convert(value, 'customText')).toBe(value);
		},
	);

	test.each(['x'.repeat(1_025), '😀'.repeat(1_025), `${'😀'.repeat(1_024)}x`, 'x'.repeat(1e6)])(
		'hold no more (%#)',
		(value) => {
			const why = 'has more than the 1,024 characters that a custom field can hold';
			expect(reason(value, 'customField')).toBe(why);
			expect(reason(value, 'customText')).toBe(why);
		},
	);
});

describe('Fields of events', () => {
	const why = 'contains a text of more than the 1,500 bytes (UTF-8) that Advocate accepts';

	test.each([
		'x'.repeat(1_500),
		'é'.repeat(750),
		'€'.repeat(500),
		'😀'.repeat(375),
		{ a: ['x'.repeat(1_500)] },
		[{ list: [1] }, { list: ['a'] }],
	])('hold this (%#)', (value) => expect(convert(value, 'eventField')).toEqual(value));

	test.each([
		'x'.repeat(1_501),
		'é'.repeat(751),
		`${'€'.repeat(500)}x`,
		'😀'.repeat(376),
		{ a: ['x'.repeat(1_501)] },
	])('hold no text of more than 1,500 bytes, at any level (%#)', (value) =>
		expect(reason(value, 'eventField')).toBe(why),
	);

	test.each([[[[]]], [[1, [2]]], [{ a: [{ b: [['c']] }] }]])(
		'hold no list directly in a list (%j)',
		(value) =>
			expect(reason(value, 'eventField')).toBe(
				'contains a list directly in a list, which Advocate does not accept',
			),
	);

	test('of a report on rewards have no such limits', () => {
		expect(convert('x'.repeat(1_501), 'any')).toHaveLength(1_501);
		expect(convert([[1]], 'any')).toEqual([[1]]);
	});
});

describe('Segments', () => {
	test.each<[unknown, string[]]>([
		['vip', ['vip']],
		['vip, ~trial ,,new', ['vip', '~trial', 'new']],
		[
			['vip', '~trial'],
			['vip', '~trial'],
		],
		[
			['vip', 'vip', ' new '],
			['vip', 'new'],
		],
		['vip,~*,new', ['~*', 'vip', 'new']],
		[
			['vip', '~*'],
			['~*', 'vip'],
		],
		[
			[7, '~8'],
			['7', '~8'],
		],
		[' , ', []],
		[[], []],
	])('%j is sent as %j', (value, sent) => expect(convert(value, 'segments')).toEqual(sent));

	test.each<[unknown, string]>([
		[5, 'must be a list of texts, not "5"'],
		[{ vip: true }, 'must be a list of texts, not an object'],
		[['vip', true], 'must be a list of texts; one must be text, not "true"'],
		['vip,~', 'must be keys of segments, such as vip or ~vip, not "~"'],
		['~~vip', 'must be keys of segments, such as vip or ~vip, not "~~vip"'],
		[['vip, new'], 'must be keys of segments, such as vip or ~vip, not "vip, new"'],
		['~vip,vip', 'adds and removes the same segment, "vip"'],
	])('%j is refused: it %s', (value, why) => expect(reason(value, 'segments')).toBe(why));
});

describe('Idempotency keys', () => {
	test.each([
		['evt_0001', 'evt_0001'],
		['A.b-c_9z', 'A.b-c_9z'],
		['x'.repeat(64), 'x'.repeat(64)],
		[12345678, '12345678'],
	])('%p is sent as %j', (value, sent) => expect(convert(value, 'idempotencyKey')).toBe(sent));

	test.each([
		'evt_001',
		'x'.repeat(65),
		'acme|ann|1',
		' evt_0001',
		'evt_0001\n',
		'événement',
		1234567,
	])('%j is refused, and the reason tells the way out', (value) =>
		expect(reason(value, 'idempotencyKey')).toMatch(
			/^must be 8 to 64 letters, digits, "-", "_" and ".", not ".*The SHA-256 hash of any text is such a key$/s,
		),
	);

	test('that are no text at all are refused', () =>
		expect(reason(['evt_0001'], 'idempotencyKey')).toBe('must be text, not a list'));
});

describe('Booleans', () => {
	test.each([true, 'true', 'TRUE', ' Yes ', 'yes', '1', 1])('%p is true', (value) => {
		expect(convert(value, 'boolean')).toBe(true);
		expect(convert(value, 'booleanText')).toBe('true');
	});

	test.each([false, 'false', 'No', '0', 0, -0])('%p is false', (value) => {
		expect(convert(value, 'boolean')).toBe(false);
		expect(convert(value, 'booleanText')).toBe('false');
	});

	test.each(['maybe', 'y', 'on', '2', 2, -1, '1.0', NaN, {}, [true], null])(
		'%p is refused',
		(value) => {
			expect(convert(value, 'boolean')).toBe(REFUSED);
			expect(convert(value, 'booleanText')).toBe(REFUSED);
		},
	);
});

describe('Timestamps', () => {
	test('are whole milliseconds, and a reason says what may be written', () => {
		expect(convert('2024-05-01', 'timestamp')).toBe(1714514400000);
		expect(convert(DateTime.fromMillis(1714514400000), 'timestamp')).toBe(1714514400000);
		expect(reason('soon', 'timestamp')).toBe(
			'must be a date: "soon" is not an unambiguous date. Use ISO 8601 (2024-05-01T09:00:00Z), or seconds or milliseconds since 1970',
		);
	});
});

describe('Locales', () => {
	test.each([
		['en_US', 'en_US'],
		['en-US', 'en_US'],
		['EN-us', 'en_US'],
		[' fr-ca ', 'fr_CA'],
		['fil-PH', 'fil_PH'],
	])('%j is sent as %s', (value, sent) => expect(convert(value, 'locale')).toBe(sent));

	test.each(['en', 'French', 'zh-Hans-CN', 'es-419', 'en_US.UTF-8', 'en__US', '_US', 'ﬁ-ﬁ', 5, {}])(
		'%j is refused',
		(value) => expect(convert(value, 'locale')).toBe(REFUSED),
	);
});

describe('Countries', () => {
	test.each([
		['CA', 'CA'],
		['ca', 'CA'],
		[' De ', 'DE'],
		['Germany', 'DE'],
		['united states', 'US'],
		["Côte d'Ivoire", 'CI'],
	])('%j is sent as %s', (value, sent) => expect(convert(value, 'country')).toBe(sent));

	// The capitals of "ß" are "SS", those of "ﬁ" are "FI": both countries.
	test.each(['Kanada', 'CAN', 'C', '12', 'ß', 'ﬁ', 'É', 1, ['CA'], {}])('%j is refused', (value) =>
		expect(convert(value, 'country')).toBe(REFUSED),
	);
});

describe('Amounts', () => {
	test.each([
		[0, 0],
		[-0, 0],
		['0', 0],
		['0.000', 0],
		[5, 5],
		['5', 5],
		[' 12.50 ', 12.5],
		['0.01', 0.01],
		[1e-7, 1e-7],
	])('%j is sent as %p', (value, sent) => expect(convert(value, 'amount')).toBe(sent));

	test.each([
		-5,
		NaN,
		Infinity,
		'-5',
		'0,00',
		'1,50',
		'1e3',
		'.5',
		'5.',
		'$5',
		'12345678901234567.89',
		'9'.repeat(400),
		2 ** 53,
		true,
		{},
	])('%j is refused', (value) => expect(convert(value, 'amount')).toBe(REFUSED));
});

describe('Lists of texts', () => {
	test('are lists of texts, with numbers written out', () => {
		expect(convert(['A', 5], 'textList')).toEqual(['A', '5']);
		expect(convert([], 'textList')).toEqual([]);
	});

	test.each([
		['a text', 'A,B', 'must be a list of texts, not "A,B"'],
		['an object', {}, 'must be a list of texts, not an object'],
		['nothing in it', ['A', null], 'must be a list of texts; one must be text, not nothing'],
		['a gap', Array(2), 'must be a list of texts; one must be text, not nothing'],
		['a list in it', [['A']], 'must be a list of texts; one must be text, not a list'],
	])('%s is refused', (_, value, why) => expect(reason(value, 'textList')).toBe(why));
});

describe('Custom fields', () => {
	test.each([
		['pro', 'pro'],
		[3.5, 3.5],
		[false, false],
		[new Date(1714514400000), 1714514400000],
		[12345678901234567890n, '12345678901234567890'],
	])('%p is sent as %p', (value, sent) => expect(convert(value, 'customField')).toBe(sent));

	test('-0 is 0, as in JSON', () => expect(convert(-0, 'customField')).toBe(0));

	test.each([
		[['a'], 'must be text, a number or true/false, not a list'],
		[{ a: 1 }, 'must be text, a number or true/false, not an object'],
		[NaN, 'is not a finite number'],
		[
			Number('12345678901234567890'),
			'is a number too large to be exact (12345678901234567000): pass it on as text',
		],
		[HALF, 'contains broken characters (half of a surrogate pair)'],
	])('%p is refused: it %s', (value, why) => expect(reason(value, 'customField')).toBe(why));
});

describe('Event fields', () => {
	test('are anything JSON can say, and a copy of it', () => {
		const value = { list: [1, 'a', null, [true]], deep: { er: { est: 1e21 } } };
		const sent = convert(value, 'any');
		expect(sent).toEqual(value);
		expect(sent).not.toBe(value);
	});

	test('dates are milliseconds at every level', () => {
		const date = new Date(1714514400000);
		expect(convert(date, 'any')).toBe(1714514400000);
		expect(convert({ at: [date, DateTime.fromMillis(1)] }, 'any')).toEqual({
			at: [1714514400000, 1],
		});
	});

	test('what undefined means is what JSON makes of it', () => {
		expect(convert({ a: undefined, b: [undefined] }, 'any')).toEqual({ b: [null] });
	});

	test('objects that say by toJSON what they are, are that', () => {
		expect(convert({ money: { toJSON: () => '5 EUR' } }, 'any')).toEqual({ money: '5 EUR' });
	});

	test('names of any kind are names', () => {
		const value: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2, "toString": 3}');
		expect(JSON.stringify(convert(value, 'any'))).toBe(JSON.stringify(value));
	});

	function nested(levels: number): unknown {
		let value: unknown = 1;
		for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { value };
		return value;
	}

	const cyclic: Record<string, unknown> = {};
	cyclic['self'] = [cyclic];

	/** Twice the same, thirty levels down: a thousand million values, if written out. */
	let doubling: unknown = 1;
	for (let i = 0; i < 30; i++) doubling = [doubling, doubling];

	const endless: Record<string, unknown> = { toJSON: () => endless };

	test.each([
		['10,000 levels', nested(10_000), 'has more than 500 levels, or contains itself'],
		['an object in itself', cyclic, 'has more than 500 levels, or contains itself'],
		['a toJSON without end', endless, 'has more than 500 levels, or contains itself'],
		['values without end', doubling, 'contains too many values'],
		['NaN', { a: [NaN] }, 'contains a number that is not finite'],
		['a bigint', { a: 1n }, `can't be written as JSON: it contains a bigint`],
		['a function', { a: () => 1 }, `can't be written as JSON: it contains a function`],
		['a Map', { a: new Map([[1, 2]]) }, `can't be written as JSON without loss`],
		['bytes', { a: new Uint8Array(2) }, `can't be written as JSON without loss`],
		['a Date that is none', { a: new Date(NaN) }, 'contains an invalid date'],
		['half a pair', { a: `x${HALF}` }, 'contains broken characters (half of a surrogate pair)'],
		[
			'half a pair in a name',
			{ a: { [HALF]: 1 } },
			'contains a name with broken characters (half of a surrogate pair)',
		],
	])('%s is refused', (_, value, why) => expect(reason(value, 'any')).toBe(why));

	test('500 levels are not too many', () => expect(convert(nested(500), 'any')).not.toBe(REFUSED));
});

test('Reasons stay short, and cut no character in half', () => {
	expect(reason(`${'x'.repeat(39)}😀😀`, 'country')).toBe(
		`must be a two-letter country code, such as CA, or a country's English name, not "${'x'.repeat(39)}…"`,
	);
});
