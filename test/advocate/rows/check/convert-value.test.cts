import { DateTime } from 'luxon';
import { convertValue } from '../../../../advocate/rows/check/convert-value.ts';
import { isCountryCode } from '../../../../advocate/fields/countries.ts';
import type { FieldKind } from '../../../../advocate/fields/kinds.ts';

const REFUSED = Symbol('refused');

const DATES = { timeZone: 'Europe/Paris', now: Date.UTC(2026, 10, 30) };

/** The value as it is sent, or REFUSED. */
function convert(value: unknown, kind: FieldKind): unknown {
	const converted = convertValue(value, kind, DATES);
	return 'value' in converted ? converted.value : REFUSED;
}

/** The value as it is sent, and what is told about it. */
function told(value: unknown, kind: FieldKind): [unknown, string | undefined] {
	const converted = convertValue(value, kind, DATES);
	return 'value' in converted ? [converted.value, converted.told] : [REFUSED, undefined];
}

/** Why a value is refused. */
function reason(value: unknown, kind: FieldKind): string {
	const converted = convertValue(value, kind, DATES);
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

describe('IDs', () => {
	test.each([
		['ann', 'ann'],
		['00123', '00123'],
		['12E5', '12E5'],
		['1E5', '1E5'],
		['1.0.0', '1.0.0'],
		['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
		['+49 30 1234', '+49 30 1234'],
		['NULLSOFT', 'NULLSOFT'],
		['Nan', 'Nan'],
		['Müller & Söhne', 'Müller & Söhne'],
		["'s-Hertogenbosch", "'s-Hertogenbosch"],
		['می‌خواهم', 'می‌خواهم'],
		[42, '42'],
	])('%j is sent as it is', (value, sent) => expect(told(value, 'id')).toEqual([sent, undefined]));

	test.each([
		[' ann', 'ann', 'trimmed'],
		['acme\t', 'acme', 'trimmed'],
		['\u00a0ann\u00a0', 'ann', 'trimmed'],
		['ann\u200b', 'ann', 'trimmed'],
		['\ufeffann', 'ann', 'trimmed'],
		['="00123"', '00123', 'unwrapped'],
		[' =" 00123"', '00123', 'unwrapped'],
		["'00123", '00123', 'unwrapped'],
		["'=1+1", '=1+1', 'unwrapped'],
		['a\u200bnn', 'a\u200bnn', 'invisible'],
		['a\u00a0nn', 'a\u00a0nn', 'invisible'],
	])('%j is sent as %j, and that is told', (value, sent, what) =>
		expect(told(value, 'id')).toEqual([sent, what]),
	);

	test.each([
		['12345.0', /^is "12345.0", the form in which pandas .*export the column as text$/],
		['-3.00', /^is "-3.00", the form in which pandas/],
		['="12345.0"', /^is "12345.0", the form in which pandas/],
		['1e+05', /^is "1e\+05", a number that a spreadsheet .*digits of the ID are lost/],
		['1.23457E+11', /^is "1.23457E\+11", a number/],
		['1,23457E+11', /^is "1,23457E\+11", a number/],
		[' 7.01235E+12 ', /^is "7.01235E\+12", a number/],
		['1.0E5', /^is "1.0E5", a number/],
		['1e-07', /^is "1e-07", a number/],
		[1e-7, /^is "1e-7", a number/],
		['NULL', /^is "NULL", which databases .*Give the row its own ID, or leave the row out$/],
		['null', /^is "null", which databases/],
		['\\N', /^is "\\N", which databases/],
		[' NA', /^is "NA", which R/],
		['="NA"', /^is "NA", which R/],
		['nan', /^is "nan", which Python/],
		['None', /^is "None", which Python/],
		['NaT', /^is "NaT", which Python/],
		['<NA>', /^is "<NA>", which Python/],
		['undefined', /^is "undefined", which JavaScript/],
		['[object Object]', /^is "\[object Object\]", which JavaScript writes when it turns an object/],
		['#N/A', /^is "#N\/A", which R and spreadsheets/],
		['#REF!', /^is "#REF!", which a spreadsheet shows where a formula failed/],
		['an\ufffd', /^contains "\ufffd", the sign for a character that was lost/],
		['\u200b', /^has only blanks or invisible characters$/],
		['=""', /^has only blanks or invisible characters$/],
	])('%j is refused, and the reason says what does that', (value, why) =>
		expect(reason(value, 'id')).toMatch(why),
	);
});

describe('Email addresses', () => {
	test('are sent without the blanks around them, and that is told', () =>
		expect(told(' ann@example.com ', 'email')).toEqual(['ann@example.com', 'trimmed']));

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
		[' evt_0001', 'evt_0001'],
		['evt_0001\n', 'evt_0001'],
	])('%p is sent as %j', (value, sent) => expect(convert(value, 'idempotencyKey')).toBe(sent));

	test.each(['evt_001', 'x'.repeat(65), 'acme|ann|1', 'evt 0001', 'événement', 1234567])(
		'%j is refused, and the reason tells the way out',
		(value) =>
			expect(reason(value, 'idempotencyKey')).toMatch(
				/^must be 8 to 64 letters, digits, "-", "_" and ".", not ".*The SHA-256 hash of any text is such a key$/s,
			),
	);

	test('that are no text at all are refused', () =>
		expect(reason(['evt_0001'], 'idempotencyKey')).toBe('must be text, not a list'));
});

describe('Booleans', () => {
	test.each([
		...[true, 'true', 'TRUE', ' Yes ', 'yes', 'Y', 't', 'on', '1', '1.0', '1.00', 1],
		...['WAHR', 'Ja', 'VRAI', 'Oui', 'VERDADERO', 'Sí', 'si'],
	])('%p is true', (value) => {
		expect(convert(value, 'boolean')).toBe(true);
		expect(convert(value, 'booleanText')).toBe('true');
	});

	test.each([
		...[false, 'false', 'No', 'n', 'f', 'OFF', '0', '0.0', 0, -0],
		...['FALSCH', 'nein', 'FAUX', 'Non', 'FALSO'],
	])('%p is false', (value) => {
		expect(convert(value, 'boolean')).toBe(false);
		expect(convert(value, 'booleanText')).toBe('false');
	});

	// "o" is oui to some and off to others; -1 is true in one database, and an error elsewhere.
	test.each([
		...['maybe', 'o', 's', 'x', 'tr', '2', 2, -1, '-1', '1.5', '1,0', 'yes.0', '\u0001'],
		...[NaN, {}, [true], null],
	])('%p is refused', (value) => {
		expect(convert(value, 'boolean')).toBe(REFUSED);
		expect(convert(value, 'booleanText')).toBe(REFUSED);
	});
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

describe("Advocate's own dates", () => {
	test.each([
		[2024050109, /"2024050109" is not an unambiguous date/],
		['2024050109', /"2024050109" is not an unambiguous date/],
		[
			'2034-02-20',
			/^must be the date of something that has happened: "2034-02-20" would be 2034-02-19, which is still to come\. Give the right date/,
		],
		[1900000000, /would be 2030-03-17, which is still to come/],
		['2026-12-02T00:00:00Z', /which is still to come/],
		['1969-12-31T00:00:00Z', /would be 1969-12-31, which is before 1970/],
		[new Date(8.64e15), /would be .*, which is still to come/],
		[
			{ isLuxonDateTime: true, valueOf: (): unknown => 1e300 },
			/would be far away, which is still to come/,
		],
	])('%p is refused, as it can be none', (value, why) =>
		expect(reason(value, 'timestamp')).toMatch(why),
	);

	test('may be of the day that has begun elsewhere', () =>
		expect(convert('2026-11-30T20:00:00Z', 'timestamp')).toBe(Date.UTC(2026, 10, 30, 20)));

	test('are any where no time is handed in', () =>
		expect(convertValue('2034-02-20Z', 'timestamp', { timeZone: 'UTC' })).toEqual({
			value: Date.UTC(2034, 1, 20),
		}));

	test.each([0, '0', '0.0', '1970-01-01T00:00:00.000Z', new Date(0)])(
		'%p is left out and told, as it stands for none',
		(value) => expect(convertValue(value, 'timestamp', DATES)).toEqual({ leftOut: 'epoch' }),
	);

	test('tell where the time zone handed in decided', () => {
		expect(told('2024-05-01 9:00', 'timestamp')).toEqual([1714546800000, 'timeZone']);
		expect(told('2024-05-01', 'timestamp')).toEqual([1714514400000, 'timeZone']);
		expect(told('2024-05-01Z', 'timestamp')).toEqual([1714521600000, undefined]);
	});
});

describe('Countries', () => {
	test.each([
		['CA', 'CA'],
		['ca', 'CA'],
		[' gb ', 'GB'],
		['NA', 'NA'],
		['XK', 'XK'],
	])('%j is sent as %s', (value, sent) => expect(convert(value, 'country')).toBe(sent));

	test.each([
		['UK', 'has no country that exists: "UK". The United Kingdom is GB, and Ukraine is UA'],
		['en', 'has no country that exists: "en". EN is a language, English'],
		['EU', 'has no country that exists: "EU". Use a code such as CA'],
		['ZZ', 'has no country that exists: "ZZ". Use a code such as CA'],
		['Congo', 'may be several countries: "Congo". Use a code such as CA'],
		['SU', 'has no country that exists: "SU". Use a code such as CA'],
	])('%j is refused, as it is no code of ISO 3166', (value, why) => {
		expect(reason(value, 'country')).toBe(why);
		if (value.length > 2) return;
		expect(reason(`fr_${value}`, 'locale')).toMatch(/^has no country that exists: /);
	});

	test('are as many as there are, and Kosovo', () => {
		const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
		const codes = letters.flatMap((first) => letters.map((second) => first + second));
		expect(codes.filter((code) => isCountryCode(code))).toHaveLength(249 + 1);
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
		['Kanada', 'CA'],
		['CAN', 'CA'],
	])('%j is sent as %s', (value, sent) => expect(convert(value, 'country')).toBe(sent));

	// The capitals of "ß" are "SS", those of "ﬁ" are "FI": both countries.
	test.each(['Kanadier', 'GER', 'C', '12', 'ß', 'ﬁ', 'É', 1, ['CA'], {}])(
		'%j is refused',
		(value) => expect(convert(value, 'country')).toBe(REFUSED),
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

describe('In a file with semicolons', () => {
	const semicolons = { ...DATES, hasSemicolons: true };

	test.each([
		['12,50', 12.5],
		['0,5', 0.5],
		['1.234,50', 1234.5],
		['1.234.567', 1234567],
		['12.50', 12.5],
		['1234', 1234],
		['1234,567', 1234.567],
		['0,00', 0],
	])('the amount %j is sent as %p', (value, sent) =>
		expect(convertValue(value, 'amount', semicolons)).toEqual({ value: sent }),
	);

	test.each(['1.234', '1,234', '12.345'])('the amount %j is refused, as it may be two', (value) =>
		expect(convertValue(value, 'amount', semicolons)).toHaveProperty(
			'reason',
			expect.stringMatching(
				/^must be a number that is certain: "[\d.,]+" may be \d+ or \d+\.\d+ in/,
			),
		),
	);

	test.each(['1,234.50', '1.23,4', ',5', '1,', '-1,5', '1 234,50'])(
		'the amount %j is refused',
		(value) => expect(convertValue(value, 'amount', semicolons)).toHaveProperty('reason'),
	);

	test.each([
		['01.05.2024', '2024-04-30T22:00:00.000Z'],
		['1.5.2024', '2024-04-30T22:00:00.000Z'],
		['31.12.2023 18:30', '2023-12-31T17:30:00.000Z'],
		['29.02.2024 9:05:07', '2024-02-29T08:05:07.000Z'],
	])('the date %j has its day first, and that is told', (value, moment) =>
		expect(convertValue(value, 'timestamp', semicolons)).toEqual({
			value: Date.parse(moment),
			told: 'dotted',
		}),
	);

	test.each(['01.05.24', '2024.05.01', '05/01/2024'])('the date %j is refused', (value) =>
		expect(convertValue(value, 'timestamp', semicolons)).toHaveProperty('reason'),
	);

	test.each(['31.04.2024', '01.13.2024'])('the date %j is refused, and shown as it came', (value) =>
		expect(convertValue(value, 'timestamp', semicolons)).toHaveProperty(
			'reason',
			expect.stringContaining(`"${value}" is not an unambiguous date`),
		),
	);
});

test.each([
	['12,50', 'amount'],
	['01.05.2024', 'timestamp'],
] as const)('Elsewhere, %j is refused', (value, kind) =>
	expect(convert(value, kind)).toBe(REFUSED),
);

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
		const value = { list: [1, 'a', null, [true]], deep: { er: { est: 2 ** 53 - 1 } } };
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
		['bytes', { a: new Uint8Array(2) }, 'contains bytes (a Buffer), which no field can hold'],
		['a Buffer', Buffer.from('a'), 'contains bytes (a Buffer), which no field can hold'],
		[
			'a Buffer as JSON has it',
			{ a: [Buffer.from('a').toJSON()] },
			'contains bytes (a Buffer), which no field can hold',
		],
		[
			'a number past 2^53, which has been rounded',
			{ a: [2 ** 53] },
			'contains a number too large to be exact (9007199254740992): pass it on as text',
		],
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
		`must be a two-letter country code, such as CA, or a country's name, not "${'x'.repeat(39)}…"`,
	);
});
