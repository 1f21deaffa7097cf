import { sourceListOf } from '../../../../advocate/rows/trace/list-fingerprint.ts';

const ROWS = [
	{ account: 'acme', user: 'ann', plan: 'pro' },
	{ account: 'acme', user: 'bob', plan: 'free' },
	{ account: 'acme', user: 'cat', plan: 'pro' },
];
const [ANN, BOB, CAT] = ROWS;

const fingerprint = (rows: Iterable<unknown>) => sourceListOf(rows).fingerprint;

test('A list has its length and 16 digits', () => {
	expect(sourceListOf(ROWS)).toEqual({
		length: 3,
		fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
	});
});

describe('The fingerprint is another for', () => {
	test.each<[string, unknown[]]>([
		['another order', [BOB, ANN, CAT]],
		['a list behind a filter', [ANN, CAT]],
		['a list with a row more', [...ROWS, ANN]],
		['other rows, as many', [ANN, BOB, { ...CAT, user: 'dan' }]],
		['rows of the same users that differ elsewhere', [ANN, BOB, { ...CAT, plan: 'free' }]],
		['a value under another name', [ANN, BOB, { account: 'acme', user: 'cat', level: 'pro' }]],
		[
			'a value that begins where another ends',
			[ANN, BOB, { ...CAT, account: 'acm', user: 'ecat' }],
		],
		[
			'a value that moved to the next row',
			[{ account: 'acme', user: 'ann' }, { plan: 'pro', ...BOB }, CAT],
		],
		['rows that are no objects', ['ann', 'bob', 'cat']],
		['a value that moved into an object', [ANN, BOB, { account: 'acme', user: { plan: 'pro' } }]],
	])('%s', (_which, rows) => {
		expect(fingerprint(rows)).not.toBe(fingerprint(ROWS));
	});

	test('two rows of one key that changed places', () => {
		const first = { account: 'acme', user: 'ann', amount: 5 };
		const second = { account: 'acme', user: 'ann', amount: 7 };
		expect(fingerprint([first, second])).not.toBe(fingerprint([second, first]));
	});

	test.each<[string, unknown, unknown]>([
		['a value that left an object', { in: { a: 'x' }, b: 'y' }, { in: { a: 'x', b: 'y' } }],
		['another name in an object', { in: { a: 'x' } }, { in: { b: 'x' } }],
		['an empty object', { in: {} }, {}],
		['an object two levels down', { in: { of: { a: 'x' } } }, { in: { of: { a: 'y' } } }],
	])('%s', (_which, one, other) => {
		expect(fingerprint([one])).not.toBe(fingerprint([other]));
	});

	test('each of many lists that differ in a single character', () => {
		const lists = Array.from({ length: 20_000 }, (_, i) => [{ id: `u${i}` }, { id: 'x' }]);
		expect(new Set(lists.map(fingerprint)).size).toBe(lists.length);
	});
});

describe('The fingerprint is the same for', () => {
	test.each<[string, unknown, unknown]>([
		['an empty text and no value', { id: 'a', plan: '' }, { id: 'a' }],
		['null and no value', { id: 'a', plan: null }, { id: 'a', plan: undefined }],
		['a number and its digits, as a file has them', { id: 7 }, { id: '7' }],
		[
			'a date and its text',
			{ at: new Date('2024-05-01T00:00:00Z') },
			{ at: '2024-05-01T00:00:00.000Z' },
		],
	])('%s', (_which, one, other) => {
		expect(fingerprint([one])).toBe(fingerprint([other]));
	});

	test('rows that were stored as JSON and read again', () => {
		const row = {
			id: 'a',
			properties: { at: new Date(0), none: undefined, list: [1, 'b', null] },
			done: true,
			none: undefined,
			nan: NaN,
			never: new Date(NaN),
		};
		expect(fingerprint([row])).toBe(fingerprint([JSON.parse(JSON.stringify(row))]));
	});

	test.each<[string, unknown]>([
		['bytes', Buffer.from('photo')],
		['what writes itself as an object', { toJSON: () => ({ plan: 'pro', at: new Date(0) }) }],
		['an object with nothing that is stored', { none: undefined, run: () => 1 }],
		['an empty object', {}],
		['a wrapped number', Object(5)],
		['an object with a name of its own kind', JSON.parse('{"__proto__": "x"}')],
	])('%s in a row, before it was stored and after', (_which, value) => {
		const row = { id: 'a', value };
		expect(fingerprint([row])).toBe(fingerprint([JSON.parse(JSON.stringify(row))]));
	});
});

test.each<[string, () => unknown]>([
	['an object that holds itself', () => Object.assign(ROWS, { rows: ROWS })],
	[
		'a getter that throws',
		() => ({
			get id() {
				throw new Error('no');
			},
		}),
	],
	['a large whole number', () => ({ id: 1n, more: { id: 1n } })],
	['a symbol', () => ({ id: Symbol('x') })],
	['nothing', () => undefined],
])('A row with %s ends nothing, and its place counts', (_what, row) => {
	const rows = [ANN, row(), CAT];
	expect(fingerprint(rows)).toBe(fingerprint(rows));
	expect(fingerprint(rows)).not.toBe(fingerprint([ANN, CAT, row()]));
});

test('Names may be new in every row', () => {
	const names = Array.from({ length: 50_000 }, (_, i) => ({ [`n${i}`]: i }));
	expect(fingerprint(names)).toBe(fingerprint(names));
});
