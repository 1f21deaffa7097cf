import { CsvReader } from '../../../advocate/files/csv-reader.ts';
import { LONGEST_ROW } from '../../../advocate/files/longest-row.ts';
import { CsvScanner, type CsvSyntax, RFC_4180 } from '../../../advocate/text/csv-scanner.ts';
import { seededRandom } from '../support/random.cts';

type Record = { cells: string[]; fault?: string };

/** The records of a text that comes in pieces of so many characters. */
function recordsOf(text: string, piece = Infinity, syntax: CsvSyntax = RFC_4180): Record[] {
	const scanner = new CsvScanner(syntax);
	const records: Record[] = [];
	const takeAll = () => {
		while (scanner.next()) {
			const { fault } = scanner;
			records.push({ cells: scanner.cells(), ...(fault && { fault }) });
		}
	};
	for (let at = 0; at < text.length; at += piece) {
		scanner.add(text.slice(at, at + piece));
		takeAll();
	}
	scanner.finish();
	takeAll();
	return records;
}

const cellsOf = (...args: Parameters<typeof recordsOf>) =>
	recordsOf(...args).map(({ cells }) => cells);

/** The same by the reader of whole cells, which is another program. */
function read(text: string): string[][] {
	const reader = new CsvReader();
	return [...reader.read(text), ...reader.end().records];
}

test('finds the cells that CsvReader reads, however the text is cut', () => {
	const random = seededRandom(7);
	const parts = ['a', 'bc', ',', ',', '\n', '\r\n', '\r', '"', '""', ' ', 'é', '"x"', '😀', '\\'];
	for (let run = 0; run < 4_000; run++) {
		const length = 1 + Math.floor(random() * 25);
		const text = Array.from({ length }, () => parts[Math.floor(random() * parts.length)]).join('');
		const piece = [1, 2, 3, 7, Infinity][run % 5];
		const records = recordsOf(text, piece);
		// What is never closed is shown as it is.
		const expected = read(text);
		if (records.at(-1)?.fault === 'neverClosed') {
			records.pop();
			expected.pop();
		}
		expect([text, records.map(({ cells }) => cells)]).toEqual([text, expected]);
	}
});

test.each([1, 2, 5, Infinity])('reads backslashes as escapes (pieces of %s)', (piece) => {
	const syntax: CsvSyntax = { separator: ';', quotes: 'backslash' };
	const text = '"a \\"b\\"; c";\\N;d\\;e\n"f\\\\";"g\\nh";i\\\nj\n"\\N";x\\N;\\\\N\n';

	expect(cellsOf(text, piece, syntax)).toEqual([
		['a "b"; c', '', 'd;e'],
		['f\\', 'g\nh', 'i\nj'],
		['', 'xN', '\\N'],
	]);
});

test('says where a cell continues after its closing quote, and keeps all of it', () => {
	expect(recordsOf('a,"b""c" d,e\n')).toEqual([
		{ cells: ['a', 'b"c d', 'e'], fault: 'textAfterQuote' },
	]);
});

test('says where a quote is never closed, and ends there', () => {
	expect(recordsOf('a\nb,"c\nd\n')).toEqual([
		{ cells: ['a'] },
		{ cells: ['b,"c\nd\n'], fault: 'neverClosed' },
	]);
});

test.each([
	['letters', 'x'],
	['a quote that is never closed', '"'],
	['commas', ','],
])('passes over a record that is too long: %s', (_what, character) => {
	const scanner = new CsvScanner(RFC_4180);
	const records: Record[] = [];
	let longest = 0;
	const add = (text: string) => {
		scanner.add(text);
		longest = Math.max(longest, scanner.text.length);
		while (scanner.next()) {
			const { fault, count } = scanner;
			records.push({ cells: [String(count)], ...(fault && { fault }) });
		}
	};
	add('a,b\n');
	add(character);
	const piece = (character === ',' ? ',' : 'x').repeat(1 << 18);
	for (let i = 0; i < (4 * LONGEST_ROW) / piece.length; i++) add(piece);
	if (character === '"') add('"');
	add('\nc,d\n');

	expect(records).toEqual([{ cells: ['2'] }, { cells: ['1'], fault: 'tooLong' }, { cells: ['2'] }]);
	expect(longest).toBeLessThan(3 * LONGEST_ROW);
});
