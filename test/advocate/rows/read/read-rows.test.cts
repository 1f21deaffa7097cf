import type { ImportFormat } from '../../../../advocate/files/file-name.ts';
import { readRows } from '../../../../advocate/rows/read/read-rows.ts';
import { LONGEST_ROW } from '../../../../advocate/files/longest-row.ts';
import type { ReadRow } from '../../../../advocate/rows/read/read-row.ts';

/** The rows of a file that comes in chunks of so many bytes. */
async function rowsOf(
	content: string | Buffer,
	format: ImportFormat = 'csv',
	chunk = 1 << 16,
): Promise<ReadRow[]> {
	const bytes = Buffer.from(content as string);
	const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
		bytes.subarray(index * chunk, (index + 1) * chunk),
	);
	const rows: ReadRow[] = [];
	for await (const batch of readRows(chunks, format)) rows.push(...batch);
	return rows;
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

	test('that repeat the header are not rows', async () => {
		const rows = await rowsOf('id,name\n1,Ann\nid,name\n2,Bob\n');
		expect(problemsOf(rows)).toEqual([
			undefined,
			expect.stringMatching(/^The row repeats the column names/),
			undefined,
		]);
	});

	test('with text after a closing quote are not certain', async () => {
		const rows = await rowsOf('id,name\n1,"Ann" A\n2,"Bob"\n');
		expect(problemsOf(rows)).toEqual([
			expect.stringMatching(/^A cell continues after its closing quote/),
			undefined,
		]);
	});

	test('that are too long are shown by their beginning', async () => {
		const rows = await rowsOf(`id,name\n1,${'x'.repeat(LONGEST_ROW)}\n2,Bob\n`);
		expect(problemsOf(rows)).toEqual([
			expect.stringContaining('is longer than 10 million'),
			undefined,
		]);
		expect(rows[0]?.row['line']).toMatch(/^1,x{998}…$/);
	});

	test('can not be read below a header that is too long', async () => {
		await expect(rowsOf(`${'x'.repeat(LONGEST_ROW + 1)}\n1\n`)).rejects.toMatchObject({
			code: 'FILE_REFUSED',
			message: expect.stringContaining('its first line is longer than 10 million') as string,
		});
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

	test('of 30 MB are read past without being held', async () => {
		const block = Buffer.alloc(1 << 16, 'x');
		const blocks = Array.from({ length: (3 * LONGEST_ROW) / block.length }, () => block);
		const content = [Buffer.from('{"id":1}\n{"id":"'), ...blocks, Buffer.from('"}\n{"id":3}\n')];
		const rows: ReadRow[] = [];
		for await (const batch of readRows(content, 'jsonl')) rows.push(...batch);
		expect(rows.map(({ row }) => Object.keys(row))).toEqual([['id'], ['line'], ['id']]);
		expect(rows[1]?.row['line']).toHaveLength(1_001);
	});
});
