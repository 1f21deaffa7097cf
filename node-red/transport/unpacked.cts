import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const UNPACKERS: Record<string, () => NodeJS.ReadWriteStream> = {
	gzip: createGunzip,
	'x-gzip': createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress,
};

/**
 * The content of an answer, unpacked if it came compressed, which undici leaves to its user. Destroying
 * it destroys the answer too.
 *
 * @param encoding the `Content-Encoding` header
 */
export function unpacked(body: Readable, encoding: string | undefined): Readable {
	const unpack = UNPACKERS[encoding?.trim().toLowerCase() ?? ''];
	if (unpack === undefined) return body;
	// An error ends the unpacked stream as well, where the reader meets it.
	return pipeline(body, unpack(), () => undefined) as unknown as Readable;
}
