import { rangesOf, readRanges, sourceRowOf } from '../../../../advocate/rows/trace/row-ranges.ts';

describe('Source rows', () => {
	test.each([
		[[], ''],
		[[0], '1'],
		[[0, 1, 2], '1-3'],
		[[0, 2, 4], '1,3,5'],
		[[4, 5, 9, 10, 11], '5-6,10-12'],
		[[2, 1, 0], '3,2,1'],
	])('%j are written %j', (sources, written) => {
		expect(rangesOf(sources)).toBe(written);
	});

	test('lead each row of the file back to its own', () => {
		for (const sources of [[0], [3], [0, 1, 2, 40, 41, 43], [7, 9, 11], [5, 4, 3]]) {
			const written = readRanges(rangesOf(sources)) ?? [];
			const back = sources.map((_, index) => sourceRowOf(written, index + 1));
			expect(back).toEqual(sources.map((source) => source + 1));
			expect(sourceRowOf(written, 0)).toBeUndefined();
			expect(sourceRowOf(written, sources.length + 1)).toBeUndefined();
		}
	});

	test('are found among as many ranges as rows', () => {
		const sources = Array.from({ length: 200_000 }, (_, i) => i * 2);
		const ranges = readRanges(rangesOf(sources)) ?? [];
		for (let row = 1; row <= sources.length; row++) {
			if (sourceRowOf(ranges, row) !== row * 2 - 1) throw new Error(`Row ${row} was not found`);
		}
	});

	test('of a whole file are a few characters', () => {
		const all = Array.from({ length: 500_000 }, (_, i) => i);
		expect(rangesOf(all)).toBe('1-500000');
		expect(sourceRowOf(readRanges('1-500000') ?? [], 499_999)).toBe(499_999);
	});

	test.each(['', 'a-b', '1,,3', '5-3', '0-3', '1-3;5', '-1'])('%j are none', (written) => {
		expect(readRanges(written)).toBeUndefined();
	});

	test.each([1.5, NaN, -1, 0, 4])('have no row %p', (row) => {
		expect(sourceRowOf(readRanges('1-3') ?? [], row)).toBeUndefined();
	});
});
