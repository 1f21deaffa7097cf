/** Bytes that come piece by piece: any Node stream is one. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
	/** Ends it early and releases what it holds. */
	destroy(): unknown;
}

/** A file's bytes: as they stream in, or in memory, in one piece or in several. */
export type FileContent = ByteStream | Uint8Array | Uint8Array[];

/** How large the pieces of content in memory are (bytes): as large as those of a file stream. */
const PIECE = 1 << 16;

/** Content piece by piece, whatever its form. */
export function inPieces(content: FileContent): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
	return content instanceof Uint8Array ? cut(content) : content;
}

function* cut(content: Uint8Array): Generator<Uint8Array> {
	for (let start = 0; start < content.length; start += PIECE) {
		yield content.subarray(start, start + PIECE);
	}
}
