import type { ByteStream } from './content';

export type NodeReadable = import('stream').Readable;

/**
 * A Node stream of these chunks. It is made with the class of another stream, as n8n Cloud forbids importing
 * one; `compose` can't be used, as an error before it is read ends a Node.js 20 process.
 *
 * @param other the stream that the chunks are made from
 */
export function streamLike(other: ByteStream, chunks: AsyncIterable<Uint8Array>): NodeReadable {
	const node = other as unknown as NodeReadable;
	// An error while nobody is reading surfaces at the next read, and must not end the process.
	node.on('error', () => undefined);
	const stream = (node.constructor as typeof import('stream').Readable).from(chunks);
	return stream.on('error', () => undefined);
}
