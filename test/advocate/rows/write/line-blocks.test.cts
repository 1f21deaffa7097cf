import { LineBlocks } from '../../../../advocate/rows/write/line-blocks.ts';

function written(lines: string[]): { text: string; sizes: number[]; blocks: number } {
	const blocks = new LineBlocks();
	const sizes = lines.map((line) => blocks.add(line));
	const made = blocks.end();
	return { text: Buffer.concat(made).toString(), sizes, blocks: made.length };
}

test('Lines are written one after the other, each with a line end that its size counts', () => {
	expect(written(['{"id":"a"}', '{"id":"é"}'])).toEqual({
		text: '{"id":"a"}\n{"id":"é"}\n',
		sizes: [11, 12],
		blocks: 1,
	});
});

test('No line at all makes no block', () => {
	expect(written([])).toEqual({ text: '', sizes: [], blocks: 0 });
});

test('Other line ends are escaped', () => {
	expect(written(['"a\u2028b\u0085"']).text).toBe('"a\\u2028b\\u0085"\n');
});

test('A line that is longer than a block comes out whole, between others', () => {
	const lines = ['"short"', `"${'€'.repeat(200_000)}"`, '"last"'];
	const { text, sizes } = written(lines);
	expect(text).toBe(`${lines.join('\n')}\n`);
	expect(sizes).toEqual(lines.map((line) => Buffer.byteLength(line) + 1));
});

test('Lines that fill blocks to the last byte stay whole', () => {
	const lines = Array.from({ length: 20_000 }, (_, i) => `"${'x'.repeat(i % 67)}ü"`);
	const { text, blocks } = written(lines);
	expect(text).toBe(`${lines.join('\n')}\n`);
	expect(blocks).toBeGreaterThan(1);
});
