import { csvHead } from '../../../../advocate/text/csv-dialect.ts';
import { textPieces } from '../../../../advocate/text/text-pieces.ts';
import { LONGEST_ROW } from '../../../../advocate/files/longest-row.ts';
import { CsvRecords } from '../../../../advocate/rows/read/csv-records.ts';
import { JsonArray } from '../../../../advocate/rows/read/json-array.ts';
import { JsonLines } from '../../../../advocate/rows/read/json-lines.ts';
import type { ReadRow } from '../../../../advocate/rows/read/read-row.ts';

type Format = 'csv' | 'jsonl' | 'json';

/** The rows of a file that comes in chunks of so many bytes. */
async function rowsOf(
	content: string | Buffer,
	format: Format = 'csv',
	chunk = 1 << 16,
): Promise<ReadRow[]> {
	const bytes = Buffer.from(content as string);
	const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
		bytes.subarray(index * chunk, (index + 1) * chunk),
	);
	const rows: ReadRow[] = [];
	const reader = readerOf(bytes.toString(), format, rows);
	for await (const piece of textPieces(chunks, 'utf-8')) reader.add(piece);
	reader.finish();
	return rows;
}

type Piece = Parameters<CsvRecords['add']>[0];

function readerOf(text: string, format: Format, rows: ReadRow[]) {
	if (format !== 'csv') {
		const json = format === 'json' ? new JsonArray() : new JsonLines();
		return {
			add: (piece: Piece) => void rows.push(...json.read(piece.text)),
			finish: () => void rows.push(...json.end()),
		};
	}
	const head = csvHead(text, true, () => 0);
	if (head === undefined) throw new Error('There is no header');
	const records = new CsvRecords(head.header, head);
	const takeAll = () => {
		while (records.next()) {
			const { problem } = records;
			const row = records.row();
			rows.push(problem === undefined ? { row } : { row, problem });
		}
	};
	return {
		add: (piece: Piece) => {
			records.add(piece);
			takeAll();
		},
		finish: () => {
			records.finish();
			takeAll();
		},
	};
}

const problemsOf = (rows: ReadRow[]) => rows.map(({ problem }) => problem);

describe('Bytes that are not UTF-8', () => {
	const latin1 = Buffer.from('id,name\n1,Ann\n2,Zo\xeb\n3,Bob\n', 'latin1');

	test.each([1, 3, 1 << 16])(
		'are the problem of the row they are in (chunks of %d)',
		async (chunk) => {
			expect(problemsOf(await rowsOf(latin1, 'csv', chunk))).toEqual([
				undefined,
				'The row contains bytes that are not UTF-8 (shown as \ufffd). Export the file again as UTF-8',
				undefined,
			]);
		},
	);

	test('are recognised by U+FFFD in their place, which may be in a name', async () => {
		expect(problemsOf(await rowsOf('id,name\n1,Zo\ufffd\n'))).toEqual([undefined]);
	});

	test('at the end are the problem of the last row', async () => {
		const bytes = Buffer.from([...Buffer.from('id\n1\n2'), 0xc3]);
		expect(problemsOf(await rowsOf(bytes))).toEqual([
			undefined,
			expect.stringContaining('not UTF-8'),
		]);
	});

	test('are not seen in characters that a chunk boundary splits', async () => {
		const rows = await rowsOf('id,name\n1,Zoë 氏名 🦔\n', 'csv', 1);
		expect(rows).toEqual([{ row: { id: '1', name: 'Zoë 氏名 🦔' } }]);
	});
});

describe('Rows of CSV', () => {
	test('below many columns have the cells that they have', async () => {
		const columns = Array.from({ length: 10_000 }, (_, index) => `c${index}`);
		const [row] = await rowsOf(`${columns.join(',')}\na,b\n`);
		expect(row).toEqual({
			row: { c0: 'a', c1: 'b', cells: ['a', 'b'] },
			problem: expect.stringMatching(/^The row has 2 cells, but the header has 10000\. /) as string,
		});
	});

	test('with text after a closing quote are not certain', async () => {
		const rows = await rowsOf('id,name\n1,"Ann" A\n2,"Bob"\n');
		expect(problemsOf(rows)).toEqual([
			expect.stringMatching(/^A cell continues after its closing quote/),
			undefined,
		]);
	});

	test.each([
		[',', 'a comma'],
		[';', 'a semicolon'],
		['\t', 'a tab'],
		['|', 'a vertical bar'],
	])('with another number of cells are told of the separator %j', async (separator, name) => {
		const rows = [
			['id', 'name'],
			['1', 'Ann'],
			['2', 'Bob', 'x'],
		];
		const read = await rowsOf(rows.map((cells) => `${cells.join(separator)}\n`).join(''));
		expect(read[1]?.problem).toContain(`put a cell that contains ${name} in quotes`);
	});

	test('that are too long are shown by their beginning', async () => {
		const rows = await rowsOf(`id,name\n1,${'x'.repeat(LONGEST_ROW)}\n2,Bob\n`);
		expect(problemsOf(rows)).toEqual([
			expect.stringContaining('is longer than 10 million'),
			undefined,
		]);
		expect(rows[0]?.row['line']).toMatch(/^1,x{998}…$/);
	});
});

describe('Lines of JSON', () => {
	test.each([
		['42', 'The line is not a JSON object but "42". Write one complete object on each line'],
		['["a"]', 'The line is not a JSON object but a list. Write one complete object on each line'],
		['{"a":1},', 'The line is not a JSON object. Remove the comma at its end'],
		['{"a":', 'The line is not a JSON object. Write one complete object on each line'],
		[
			'{"id":12345678901234567890}',
			'The number 12345678901234567890 is too long to be read without loss. Write it in quotes',
		],
		[
			'{"id":-9007199254740993}',
			expect.stringMatching(/^The number -9007199254740993 is too long/),
		],
		[`{"id":${'9'.repeat(500)}}`, expect.stringMatching(/is too long to be read without loss/)],
		['{"id":9007199254740992}', undefined],
		['{"id":"12345678901234567890","note":"say \\"12345678901234567890"}', undefined],
		['{"amount":0.12345678901234567890,"big":1e21}', undefined],
		[
			`{"a":${'['.repeat(500)}${']'.repeat(500)}}`,
			'The line has more than 500 levels of objects and lists, too many for JSON readers',
		],
		[`{"a":${'['.repeat(499)}${']'.repeat(499)}}`, undefined],
	])('%s', async (line, problem) => {
		expect(problemsOf(await rowsOf(`${line}\n`, 'jsonl'))).toEqual([problem]);
	});

	test.each(['\n', '\r\n', '\r', '\n\n', '\r\n\r\n'])('end with %j', async (lineEnd) => {
		for (const chunk of [1, 2, 1 << 16]) {
			const rows = await rowsOf(`{"id":1}${lineEnd}{"id":2}${lineEnd}{"id":3}`, 'jsonl', chunk);
			expect(rows).toEqual([{ row: { id: 1 } }, { row: { id: 2 } }, { row: { id: 3 } }]);
		}
	});

	test('of 30 MB are read past without being held', () => {
		const block = Buffer.alloc(1 << 16, 'x');
		const blocks = Array.from({ length: (3 * LONGEST_ROW) / block.length }, () => block);
		const content = [Buffer.from('{"id":1}\n{"id":"'), ...blocks, Buffer.from('"}\n{"id":3}\n')];
		const rows: ReadRow[] = [];
		const lines = new JsonLines();
		for (const each of content) rows.push(...lines.read(each.toString()));
		rows.push(...lines.end());
		expect(rows.map(({ row }) => Object.keys(row))).toEqual([['id'], ['line'], ['id']]);
		expect(rows[1]?.row['line']).toHaveLength(1_001);
	});
});

describe('Elements of a JSON array', () => {
	test.each([1, 2, 7, 1 << 16])('are rows (chunks of %d)', async (chunk) => {
		const text = ' [ {"id":1,"a":"x,]\\"}\\\\"} ,\n{"id":{"b":[1,2,{}]}}, 3, "a" , [{}] ] ';
		const rows = await rowsOf(text, 'json', chunk);

		expect(rows.map(({ row, problem }) => problem ?? row)).toEqual([
			{ id: 1, a: 'x,]"}\\' },
			{ id: { b: [1, 2, {}] } },
			'The element is not a JSON object but "3". Write one object for each row',
			'The element is not a JSON object but "a". Write one object for each row',
			'The element is not a JSON object but a list. Write one object for each row',
		]);
	});

	test('of 30 MB are read past without being held', () => {
		const array = new JsonArray();
		const rows = array.read('[{"id":1},{"id":"');
		for (let i = 0; i < 30; i++) rows.push(...array.read('x'.repeat(1_000_000)));
		rows.push(...array.read('"},{"id":3}]'));

		expect(rows.map(({ row }) => Object.keys(row))).toEqual([['id'], ['line'], ['id']]);
		expect(array.isClosed).toBe(true);
	});
});
