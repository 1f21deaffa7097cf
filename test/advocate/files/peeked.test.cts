import { Readable } from 'node:stream';
import { peeked } from '../../../advocate/files/peeked.ts';

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
	let text = '';
	for await (const chunk of content) text += Buffer.from(chunk).toString();
	return text;
}

test.each([
	['longer', ['abc', 'def', 'ghi'], 'abcdef'],
	['shorter', ['a', 'b'], 'ab'],
	['empty', [], ''],
	['in one piece', ['abcdefghi'], 'abcdefghi'],
])(
	'A stream that is %s can be looked at, and is whole all the same',
	async (_, pieces, expected) => {
		const stream = Readable.from(pieces.map((piece) => Buffer.from(piece)));
		const { start, content } = await peeked(stream, 5);
		expect(Buffer.from(start).toString()).toBe(expected);
		expect(await textOf(content)).toBe(pieces.join(''));
	},
);

test('No more is read than is looked at, until somebody reads on', async () => {
	let given = 0;
	function* endless() {
		for (;;) yield Buffer.from(`${given++}`);
	}
	const stream = Readable.from(endless());
	const { content } = await peeked(stream, 3);
	await new Promise((resolve) => setImmediate(resolve));
	expect(given).toBeLessThan(10);
	content.destroy();
	await new Promise((resolve) => setImmediate(resolve));
	expect(stream.destroyed).toBe(true);
});

test.each([1, 5])(
	'A stream that breaks off says so to whoever reads then (after %i bytes)',
	async (size) => {
		function* broken() {
			yield Buffer.from('abc');
			throw new Error('broke off');
		}
		const work = peeked(Readable.from(broken()), size).then(
			async ({ content }) => await textOf(content),
		);
		await expect(work).rejects.toThrow('broke off');
	},
);
