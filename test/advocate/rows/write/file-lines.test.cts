import { parse } from 'csv-parse/sync';
import { csvCell, encodeCells, encodeLine } from '../../../../advocate/rows/write/file-lines.ts';

/** Cells of a row as CSV has them. */
function cells(row: Record<string, unknown>): Record<string, string> {
	const result = encodeCells(row, 'MUTATION/USER');
	if ('reasons' in result) throw new Error(result.reasons.join('; '));
	return Object.fromEntries(result.cells);
}

describe('A CSV cell', () => {
	test.each([
		['plain', 'plain'],
		['a,b', '"a,b"'],
		['say "hi"', '"say ""hi"""'],
		['"', '""""'],
		['two\nlines', '"two\nlines"'],
		['two\r\nlines', '"two\r\nlines"'],
		['two\u2028lines', '"two\u2028lines"'],
		[' before', '" before"'],
		['after\t', '"after\t"'],
		['\ufeffmark', '"\ufeffmark"'],
		['', '""'],
		['=1+1', '=1+1'],
		['+33 1', '+33 1'],
		['@SUM(A1)', '@SUM(A1)'],
		['-5', '-5'],
		['a;b', 'a;b'],
		['😀', '😀'],
	])('%j is written %j, and csv-parse reads it back', (text, written) => {
		expect(csvCell(text)).toBe(written);
		expect(parse(`before,${written},after\n`)).toEqual([['before', text, 'after']]);
	});
});

describe('A row in CSV', () => {
	test('has dotted columns for what is nested', () => {
		expect(
			cells({
				id: '1',
				customFields: { plan: 'pro', seats: 3 },
				event: { fields: { a: { b: true } } },
			}),
		).toEqual({
			id: '1',
			'customFields.plan': 'pro',
			'customFields.seats': '3',
			'event.fields.a.b': 'true',
		});
	});

	test('has no cell for null', () =>
		expect(cells({ a: null, b: { c: null, d: 1 } })).toEqual({ 'b.d': '1' }));

	test('tells an empty text from a missing one', () =>
		expect(cells({ a: '' })).toEqual({ a: '""' }));

	test.each<[string, Record<string, unknown>, string]>([
		['a list', { a: { b: [1] } }, `a.b is a list, which CSV can't hold: choose JSON Lines`],
		['an empty object', { a: {} }, `a is an empty object, which CSV can't hold: choose JSON Lines`],
		[
			'a dot in a nested name',
			{ a: { 'b.c': 1, b: { c: 2 } } },
			'a.b.c has a dot in its name, which in CSV would be another level: choose JSON Lines',
		],
		['the same column twice', { 'a.b': 1, a: { b: 2 } }, 'a.b is given twice'],
		['NUL', { a: 'x\0y' }, `a contains a NUL character, which CSV can't hold: choose JSON Lines`],
	])('refuses %s', (_, row, reason) => {
		expect(encodeCells(row, 'MUTATION/USER')).toEqual({ reasons: [reason] });
	});

	test('has operations on segments as one text with commas', () =>
		expect(cells({ id: '1', segments: ['~*', 'vip'] })).toEqual({ id: '1', segments: '"~*,vip"' }));

	test('has no cell for no segments', () =>
		expect(cells({ id: '1', segments: [] })).toEqual({ id: '1' }));

	test('that is of a type that CSV alone is taken for is not to be JSON Lines', () =>
		expect(encodeCells({ a: { b: [1] } }, 'MUTATION/REDEEMABLE_REWARD_BALANCE')).toEqual({
			reasons: [`a.b is a list, which CSV can't hold: leave it out`],
		}));
});

describe('A row in JSON Lines', () => {
	test('is one line of JSON', () => {
		const row = { id: '1', customFields: { text: 'a\nb', 'ä.b': '😀' }, list: [1, null] };
		const { line } = encodeLine(row);
		expect(line).toBe(JSON.stringify(row));
		expect(line).not.toContain('\n');
	});

	test('is one line to readers, too, that know other line ends', () => {
		const row = { a: 'x\u2028y\u2029z\u0085ä' };
		const { line } = encodeLine(row);
		expect(line).toBe('{"a":"x\\u2028y\\u2029z\\u0085ä"}');
		expect(JSON.parse(line)).toEqual(row);
	});
});

test.each([
	[{ a: 'x' }, 10],
	[{ a: '😀' }, 13],
	[{ a: '\u2028' }, 15],
])('%j adds %i bytes to JSON Lines', (row, bytes) => {
	expect(encodeLine(row).bytes).toBe(bytes);
});

test.each([
	[{ a: 'x', b: '😀' }, 6],
	[{ a: 'x,y' }, 6],
])('%j adds %i bytes to CSV', (row, bytes) => {
	expect(encodeCells(row, 'MUTATION/USER')).toMatchObject({ bytes });
});
