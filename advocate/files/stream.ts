import type { ByteStream } from './content';

export type NodeReadable = import('stream').Readable;

/**
 * A Node stream of these chunks. Every class of Node's streams can make one, so none is imported, which
 * n8n Cloud forbids; `compose` can not be used, as an error before it is read ends a Node.js 20 process.
 *
 * @param other the stream that the chunks are made of
 */
export function streamLike(other: ByteStream, chunks: AsyncIterable<Uint8Array>): NodeReadable {
	const node = other as unknown as NodeReadable;
	// An error that comes while nobody reads is met by whoever reads next, and must not end the process.
	node.on('error', () => undefined);
	const stream = (node.constructor as typeof import('stream').Readable).from(chunks);
	return stream.on('error', () => undefined);
}
