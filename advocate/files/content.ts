/** Bytes that come piece by piece: any Node stream is one. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
	/** Ends it early and lets go of what it holds. */
	destroy(): unknown;
}

/** A file's bytes: as they stream in, or at hand, in one piece or in pieces. */
export type FileContent = ByteStream | Uint8Array | Uint8Array[];

/** Bytes of content at hand that are given at once: as many as a stream of a file gives. */
const PIECE = 1 << 16;

/** Content piece by piece, however it is at hand. */
export function inPieces(content: FileContent): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
	return content instanceof Uint8Array ? cut(content) : content;
}

function* cut(content: Uint8Array): Generator<Uint8Array> {
	for (let start = 0; start < content.length; start += PIECE) {
		yield content.subarray(start, start + PIECE);
	}
}
