import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const UNPACKERS: Record<string, () => NodeJS.ReadWriteStream> = {
	gzip: createGunzip,
	'x-gzip': createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress,
};

/**
 * The content of an answer, unpacked where it came compressed: undici leaves that to its user. Destroyed,
 * it takes the answer with it.
 *
 * @param encoding the `Content-Encoding` header
 */
export function unpacked(body: Readable, encoding: string | undefined): Readable {
	const unpack = UNPACKERS[encoding?.trim().toLowerCase() ?? ''];
	if (unpack === undefined) return body;
	// An error ends the outcome as well, where the reader meets it.
	return pipeline(body, unpack(), () => undefined) as unknown as Readable;
}
