import { crc32, createDeflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';

/** A file to be put into a ZIP archive. */
export interface ZipEntry {
	name: string;
	content: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;
}

/** What the central directory says of an entry. */
interface WrittenEntry {
	name: Buffer;
	crc: number;
	compressedBytes: number;
	bytes: number;
	offset: number;
}

/** Bit 3: sizes follow the content; bit 11: names are UTF-8. Source: PKWARE's APPNOTE, 4.4.4. */
const flags = 0x0808;
const deflated = 8;
/** 1 January 1980, the first day that a ZIP archive knows. */
const date = 0x0021;

/** Writes a ZIP archive as a stream: neither the files nor their sizes need be known beforehand. */
export async function* zip(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
	const written: WrittenEntry[] = [];
	let offset = 0;
	for (const { name, content } of entries) {
		const entry = { name: Buffer.from(name), crc: 0, compressedBytes: 0, bytes: 0, offset };
		for await (const chunk of entryBytes(entry, content)) {
			offset += chunk.length;
			yield chunk;
		}
		written.push(entry);
	}
	const directory = Buffer.concat(written.map(directoryHeader));
	yield directory;
	yield directoryEnd(written.length, directory.length, offset);
}

async function* entryBytes(
	entry: WrittenEntry,
	content: ZipEntry['content'],
): AsyncGenerator<Buffer> {
	yield localHeader(entry);
	async function* measured() {
		for await (const chunk of content) {
			const bytes = Buffer.from(chunk);
			entry.crc = crc32(bytes, entry.crc);
			entry.bytes += bytes.length;
			yield bytes;
		}
	}
	const compressed = Readable.from(measured()).pipe(createDeflateRaw());
	for await (const chunk of compressed as AsyncIterable<Buffer>) {
		entry.compressedBytes += chunk.length;
		yield chunk;
	}
	yield dataDescriptor(entry);
}

function localHeader({ name }: WrittenEntry): Buffer {
	const header = Buffer.alloc(30);
	header.writeUInt32LE(0x04034b50, 0);
	header.writeUInt16LE(20, 4);
	header.writeUInt16LE(flags, 6);
	header.writeUInt16LE(deflated, 8);
	header.writeUInt16LE(date, 12);
	header.writeUInt16LE(name.length, 26);
	return Buffer.concat([header, name]);
}

function dataDescriptor({ crc, compressedBytes, bytes }: WrittenEntry): Buffer {
	const descriptor = Buffer.alloc(16);
	descriptor.writeUInt32LE(0x08074b50, 0);
	descriptor.writeUInt32LE(crc, 4);
	descriptor.writeUInt32LE(compressedBytes, 8);
	descriptor.writeUInt32LE(bytes, 12);
	return descriptor;
}

function directoryHeader({ name, crc, compressedBytes, bytes, offset }: WrittenEntry): Buffer {
	const header = Buffer.alloc(46);
	header.writeUInt32LE(0x02014b50, 0);
	header.writeUInt16LE(20, 4);
	header.writeUInt16LE(20, 6);
	header.writeUInt16LE(flags, 8);
	header.writeUInt16LE(deflated, 10);
	header.writeUInt16LE(date, 14);
	header.writeUInt32LE(crc, 16);
	header.writeUInt32LE(compressedBytes, 20);
	header.writeUInt32LE(bytes, 24);
	header.writeUInt16LE(name.length, 28);
	header.writeUInt32LE(offset, 42);
	return Buffer.concat([header, name]);
}

function directoryEnd(count: number, bytes: number, offset: number): Buffer {
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(count, 8);
	end.writeUInt16LE(count, 10);
	end.writeUInt32LE(bytes, 12);
	end.writeUInt32LE(offset, 16);
	return end;
}
