import type { ByteStream } from './content';
import { streamLike } from './stream';

/**
 * Looks at the beginning of a stream without buffering the rest.
 *
 * @param size how many bytes to look at
 * @returns `start`, at least that many bytes if the stream has them, and `content`, the whole content, to be
 * read instead of the stream
 * @throws what the stream throws meanwhile
 */
export async function peeked(
	stream: ByteStream,
	size: number,
): Promise<{ start: Uint8Array; content: ByteStream }> {
	const chunks = stream[Symbol.asyncIterator]();
	const first: Uint8Array[] = [];
	for (let length = 0; length < size; ) {
		const next = await chunks.next();
		if (next.done === true) break;
		first.push(next.value);
		length += next.value.length;
	}
	const content = streamLike(stream, joined(first, chunks));
	content.once('close', () => stream.destroy());
	return { start: Buffer.concat(first), content };
}

async function* joined(
	first: Uint8Array[],
	rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
	yield* first;
	for (;;) {
		const next = await rest.next();
		if (next.done === true) return;
		yield next.value;
	}
}
