import { parse } from 'csv-parse/sync';
import { CellRows } from '../../../../advocate/rows/write/cell-rows.ts';
import {
	fileParts,
	type PartLimits,
	DEFAULT_PART_LIMITS,
} from '../../../../advocate/rows/write/file-parts.ts';
import { LineRows } from '../../../../advocate/rows/write/line-rows.ts';

type Format = 'jsonl' | 'csv';

function parts(
	rows: Array<Record<string, unknown>>,
	format: Format,
	limits: Partial<PartLimits> = {},
	superseded: number[] = [],
): Array<{ text: string; bytes: number; rowIndexes: readonly number[] }> {
	const gathered = format === 'jsonl' ? new LineRows() : new CellRows('MUTATION/USER');
	for (const [source, row] of rows.entries()) expect(gathered.add(row, source, 0)).toEqual([]);
	const accepted = gathered.end(new Set(superseded));
	return [...fileParts(accepted, { ...DEFAULT_PART_LIMITS, ...limits })].map(
		({ content, rowIndexes }) => ({
			text: content.toString(),
			bytes: content.length,
			rowIndexes,
		}),
	);
}

const texts = (...args: Parameters<typeof parts>) => parts(...args).map(({ text }) => text);

test('No rows make no files', () => {
	expect(parts([], 'jsonl')).toEqual([]);
	expect(parts([], 'csv')).toEqual([]);
});

describe('Files are cut by rows', () => {
	const rows = ['1', '2', '3', '4', '5'].map((id) => ({ id }));

	test.each<[number, number[][]]>([
		[1, [[0], [1], [2], [3], [4]]],
		[2, [[0, 1], [2, 3], [4]]],
		[4, [[0, 1, 2, 3], [4]]],
		[5, [[0, 1, 2, 3, 4]]],
		[6, [[0, 1, 2, 3, 4]]],
	])('at most %i', (limit, sources) => {
		for (const format of ['jsonl', 'csv'] as const) {
			expect(parts(rows, format, { rows: limit }).map((part) => part.rowIndexes)).toEqual(sources);
		}
	});

	test('and each CSV file has its header', () => {
		expect(texts(rows, 'csv', { rows: 2 })).toEqual(['id\n1\n2\n', 'id\n3\n4\n', 'id\n5\n']);
	});
});

describe('Files are cut by bytes', () => {
	test.each<[number, number[]]>([
		[19, [10, 10, 10, 10]],
		[20, [20, 20]],
		[29, [20, 20]],
		[30, [30, 10]],
		[39, [30, 10]],
		[40, [40]],
	])('JSON Lines of 10 bytes a row, at most %i', (limit, sizes) => {
		const rows = ['1', '2', '3', '4'].map((a) => ({ a }));
		expect(parts(rows, 'jsonl', { bytes: limit }).map(({ bytes }) => bytes)).toEqual(sizes);
	});

	test('characters of several bytes count as such', () => {
		const rows = ['😀', 'é', '漢', '😀'].map((a) => ({ a }));
		const sizes = parts(rows, 'jsonl', { bytes: 25 }).map(({ bytes }) => bytes);
		expect(sizes).toEqual([13 + 11, 12 + 13]);
	});

	test('CSV with its header, and the commas of empty cells', () => {
		// "a,b,c\n" and "1,,\n" for each row: 6 + 4 × rows.
		const rows = [{ a: '1', b: '' }, { a: '1' }, { a: '1', c: '1' }, { a: '1' }];
		for (let limit = 10; limit < 40; limit++) {
			const files = parts(rows, 'csv', { bytes: limit });
			for (const file of files) {
				if (file.rowIndexes.length > 1) expect(file.bytes).toBeLessThanOrEqual(limit);
			}
			expect(files.flatMap(({ rowIndexes }) => rowIndexes)).toEqual([0, 1, 2, 3]);
		}
	});

	test('as few files as the rows in their order allow: what is cut off would not have fitted', () => {
		const rows = Array.from({ length: 200 }, (_, i) => ({
			id: String(i),
			[i % 7 === 0 ? `ä${i}` : 'plain']: 'x'.repeat(i % 13),
		}));
		for (const format of ['jsonl', 'csv'] as const) {
			const files = parts(rows, format, { bytes: 500 });
			expect(files.length).toBeGreaterThan(3);
			for (const [i, { rowIndexes, bytes }] of files.entries()) {
				expect(bytes).toBeLessThanOrEqual(500);
				const next = files[i + 1]?.rowIndexes[0];
				if (next === undefined) continue;
				const longer = [...rowIndexes, next].map((index) => rows[index] ?? {});
				const [whole] = parts(longer, format);
				expect(whole?.bytes).toBeGreaterThan(500);
			}
		}
	});

	test('a row larger than a file may be has a file of its own', () => {
		const rows = [{ a: '1' }, { a: 'x'.repeat(100) }, { a: '2' }, { a: '3' }];
		for (const format of ['jsonl', 'csv'] as const) {
			const files = parts(rows, format, { bytes: 50 });
			expect(files.map(({ rowIndexes }) => rowIndexes)).toEqual([[0], [1], [2, 3]]);
		}
	});
});

describe('CSV columns', () => {
	test('that appear late are there for all rows, at the end', () => {
		expect(texts([{ a: '1' }, { b: '2', a: '3' }, { c: '4' }], 'csv')).toEqual([
			'a,b,c\n1,,\n3,2,\n,,4\n',
		]);
	});

	test('are only those that a file needs', () => {
		expect(texts([{ a: '1' }, { b: '2' }], 'csv', { rows: 1 })).toEqual(['a\n1\n', 'b\n2\n']);
	});

	test('are quoted where they must be', () => {
		expect(texts([{ 'a,"b"': '1', ' c': '2' }], 'csv')).toEqual(['"a,""b"""," c"\n1,2\n']);
		expect(parse('"a,""b"""," c"\n1,2\n')).toEqual([
			['a,"b"', ' c'],
			['1', '2'],
		]);
	});
});

describe('Superseded rows are in no file', () => {
	const rows = ['1', '2', '3', '4', '5', '6'].map((id) => ({ id }));

	test.each<[number[], number[][]]>([
		[[0], [[1, 2], [3, 4], [5]]],
		[[5], [[0, 1], [2, 3], [4]]],
		[
			[1, 2, 4],
			[[0, 3], [5]],
		],
		[[0, 1, 2, 3, 4, 5], []],
	])('%j', (superseded, sources) => {
		for (const format of ['jsonl', 'csv'] as const) {
			const files = parts(rows, format, { rows: 2 }, superseded);
			expect(files.map((file) => file.rowIndexes)).toEqual(sources);
			for (const file of files) {
				const ids = [...file.text.matchAll(/\d/g)].map(String);
				expect(ids).toEqual(file.rowIndexes.map((source) => `${source + 1}`));
			}
		}
	});

	test('nor those at the edge of a block', () => {
		const long = Array.from({ length: 40 }, (_, i) => ({ id: `${i}`, text: 'é'.repeat(20_000) }));
		const sent = [0, 1, 12, 13, 14, 26, 39];
		const superseded = long.map((_, i) => i).filter((i) => !sent.includes(i));
		const [file] = parts(long, 'jsonl', {}, superseded);
		const ids = (file?.text ?? '').trimEnd().split('\n');
		expect(ids.map((line) => Number((JSON.parse(line) as { id: string }).id))).toEqual(sent);
	});
});

test('Texts longer than a block are whole', () => {
	const rows = Array.from({ length: 300 }, (_, i) => ({ id: `${i}`, text: '😀é'.repeat(i) }));
	const [file] = texts(rows, 'jsonl');
	const lines = (file ?? '').trimEnd().split('\n');
	expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rows);
});
