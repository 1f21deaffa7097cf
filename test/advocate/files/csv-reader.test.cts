import { CsvReader } from '../../../advocate/files/csv-reader.ts';
import { LONGEST_ROW, MOST_CELLS } from '../../../advocate/files/longest-row.ts';

/** The records of a text that comes in these pieces. */
function records(...pieces: string[]): string[][] {
	const reader = new CsvReader();
	const read = pieces.flatMap((piece) => reader.read(piece));
	return [...read, ...reader.end().records];
}

const TEXTS: Array<[string, string, string[][]]> = [
	[
		'fields and records',
		'a,b\nc,d\n',
		[
			['a', 'b'],
			['c', 'd'],
		],
	],
	[
		'no line end at the end',
		'a,b\nc,d',
		[
			['a', 'b'],
			['c', 'd'],
		],
	],
	[
		'CRLF',
		'a,b\r\nc,d\r\n',
		[
			['a', 'b'],
			['c', 'd'],
		],
	],
	[
		'CR alone',
		'a,b\rc,d\r',
		[
			['a', 'b'],
			['c', 'd'],
		],
	],
	[
		'empty fields',
		',a,\n,,\n',
		[
			['', 'a', ''],
			['', '', ''],
		],
	],
	['a blank line', 'a\n\nb\n', [['a'], [''], ['b']]],
	['CR, then LF apart by a blank line', 'a\r\n\r\nb', [['a'], [''], ['b']]],
	['quoted fields', '"a","b"\n', [['a', 'b']]],
	['a comma in quotes', '"a,b",c\n', [['a,b', 'c']]],
	['line breaks in quotes', '"a\nb\r\nc",d\n', [['a\nb\r\nc', 'd']]],
	['doubled quotes', '"a ""b""",""""\n', [['a "b"', '"']]],
	['empty quoted fields', '"",""\n""', [['', ''], ['']]],
	['a quote inside an unquoted field', 'a"b,c"\n', [['a"b', 'c"']]],
	['text after a closing quote', '"a"b,c\n', [['ab', 'c']]],
	['quotes after a closing quote', '"a"b"c,d"\ne', [['ab"c', 'd"'], ['e']]],
	['spaces are part of a field', ' a , "b"\n', [[' a ', ' "b"']]],
	['letters of every width', '"🦔",氏\n', [['🦔', '氏']]],
	['nothing', '', []],
	['a quote never closed', 'a,"b\nc', [['a', 'b\nc']]],
];

describe('CSV as RFC 4180 has it', () => {
	test.each(TEXTS)('%s', (_, text, expected) => {
		expect(records(text)).toEqual(expected);
	});

	test.each(TEXTS)('%s, cut in two anywhere or into single characters', (_, text, expected) => {
		const characters = [...text];
		for (let cut = 0; cut <= characters.length; cut++) {
			const [start, end] = [characters.slice(0, cut), characters.slice(cut)];
			expect(records(start.join(''), end.join(''))).toEqual(expected);
		}
		expect(records(...characters)).toEqual(expected);
	});

	test.each([
		['a,"b', true],
		['a,"', true],
		['a,"b""', true],
		['a,"b"', false],
		['a,b', false],
		['"a"\n', false],
	])('%j ends inside quotes: %s', (text, insideQuotes) => {
		const reader = new CsvReader();
		reader.read(text);
		expect(reader.end().insideQuotes).toBe(insideQuotes);
	});
});

describe('a record that something is wrong with', () => {
	test.each([
		['"a"b,c\nd,e\n', ['textAfterQuote', undefined]],
		['a,"b" \n', ['textAfterQuote']],
		['"a""b"\n"c"\r\n"d",\n"e"', [undefined, undefined, undefined, undefined]],
		['a"b\n', [undefined]],
	])('%j: %j', (text, faults) => {
		const reader = new CsvReader();
		const read = [...reader.read(text), ...reader.end().records];
		expect(read.map((record) => reader.faultOf(record))).toEqual(faults);
	});

	test.each([
		['letters', 'x'.repeat(LONGEST_ROW + 1)],
		['letters in quotes', `"${'x'.repeat(LONGEST_ROW + 1)}"`],
		['cells', ','.repeat(MOST_CELLS + 1)],
	])('holds no more than it may of too many %s, and what follows is read', (_, long) => {
		const reader = new CsvReader();
		const pieces = `a,b\n${long}\nc,d\n`.match(/[^]{1,65536}/g) ?? [];
		const [first = [], cut = [], last = []] = pieces.flatMap((piece) => reader.read(piece));
		expect([first, cut, last].map((record) => reader.faultOf(record))).toEqual([
			undefined,
			'tooLong',
			undefined,
		]);
		expect(cut.length).toBeLessThanOrEqual(MOST_CELLS);
		expect(cut.reduce((sum, cell) => sum + cell.length, 0)).toBeLessThanOrEqual(LONGEST_ROW);
		expect([first, last]).toEqual([
			['a', 'b'],
			['c', 'd'],
		]);
	});

	test('is read to the longest that it may be', () => {
		const reader = new CsvReader();
		const [record = []] = reader.read(`${'x'.repeat(LONGEST_ROW - 1)}\n`);
		expect(reader.faultOf(record)).toBeUndefined();
		expect(record[0]).toHaveLength(LONGEST_ROW - 1);
	});
});
