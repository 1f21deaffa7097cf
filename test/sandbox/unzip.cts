import { crc32, inflateRawSync } from 'node:zlib';

/**
 * The files in a ZIP archive, by name, read as a ZIP reader must: from the central directory at its
 * end. Written from APPNOTE, not from the sandbox's writer.
 */
export function unzip(archive: Buffer): Map<string, Buffer> {
	const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006'));
	const files = new Map<string, Buffer>();
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
		const [crc, compressedBytes, bytes] = [16, 20, 24].map((by) => archive.readUInt32LE(at + by));
		const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((by) =>
			archive.readUInt16LE(at + by),
		) as [number, number, number];
		const name = archive.toString('utf8', at + 46, at + 46 + nameBytes);
		const local = archive.readUInt32LE(at + 42);
		const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
		const content = inflateRawSync(archive.subarray(start, start + (compressedBytes ?? 0)));
		expect([content.length, crc32(content)]).toEqual([bytes, crc]);
		files.set(name, content);
		at += 46 + nameBytes + extraBytes + commentBytes;
	}
	return files;
}
