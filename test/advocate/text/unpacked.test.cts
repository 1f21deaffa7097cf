import { deflateRawSync, gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { unpackedFile } from '../../../advocate/text/unpacked.ts';

const TEXT = `id\n${Array.from({ length: 20_000 }, (_, i) => `user-${i}\n`).join('')}`;

interface Entry {
	name: string;
	content: string;
	isDeflated?: boolean;
	flags?: number;
}

/** A ZIP archive, as a program writes it that knows the sizes only afterwards. */
function zip(...entries: Entry[]): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const { name, content, isDeflated = true, flags = 8 } of entries) {
		const packed = isDeflated ? deflateRawSync(content) : Buffer.from(content);
		const local = Buffer.alloc(30);
		local.writeUInt32LE(0x04034b50, 0);
		local.writeUInt16LE(name.length, 26);
		const descriptor = Buffer.alloc(16, 1);
		locals.push(local, Buffer.from(name), packed, descriptor);
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(flags, 8);
		entry.writeUInt16LE(isDeflated ? 8 : 0, 10);
		entry.writeUInt32LE(packed.length, 20);
		entry.writeUInt16LE(name.length, 28);
		entry.writeUInt32LE(at, 42);
		directory.push(entry, Buffer.from(name));
		at += 30 + name.length + packed.length + 16;
	}
	const size = directory.reduce((sum, { length }) => sum + length, 0);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(size, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...locals, ...directory, end]);
}

async function unpacked(bytes: Buffer, chunk?: number): Promise<string> {
	const source = {
		fileName: 'users.csv',
		sizeBytes: bytes.length,
		open: () => Promise.resolve(chunk === undefined ? bytes : streamOf(bytes, chunk)),
	};
	const file = await unpackedFile(source, bytes.subarray(0, 100));
	if ('problem' in file) return file.problem;
	const pieces: Uint8Array[] = [];
	for await (const piece of (await file.open()).bytes) pieces.push(piece);
	return Buffer.concat(pieces).toString();
}

function streamOf(bytes: Buffer, chunk: number): Readable {
	const count = Math.ceil(bytes.length / chunk);
	return Readable.from(
		Array.from({ length: count }, (_, i) => bytes.subarray(i * chunk, (i + 1) * chunk)),
	);
}

const packings: Array<[string, Buffer]> = [
	['gzip', gzipSync(TEXT)],
	['gzip of two parts', Buffer.concat([gzipSync(TEXT.slice(0, 99)), gzipSync(TEXT.slice(99))])],
	['zip', zip({ name: 'users.csv', content: TEXT })],
	['zip that is only stored', zip({ name: 'users.csv', content: TEXT, isDeflated: false })],
	[
		'zip of a Mac',
		zip(
			{ name: 'export/', content: '' },
			{ name: 'export/users.csv', content: TEXT },
			{ name: '__MACOSX/export/._users.csv', content: 'x' },
		),
	],
	['nothing', Buffer.from(TEXT)],
];

test.each(packings)('%s', async (_what, bytes) => {
	expect(await unpacked(bytes)).toBe(TEXT);
	expect(await unpacked(bytes, 1_000)).toBe(TEXT);
});

test.each<[string, Buffer, string]>([
	[
		'several files',
		zip({ name: 'a.csv', content: 'a' }, { name: 'b.csv', content: 'b' }),
		'more than one file',
	],
	['no file', zip({ name: 'export/', content: '' }), 'without a file in it'],
	['a password', zip({ name: 'a.csv', content: 'a', flags: 1 }), 'with a password'],
	['its end missing', zip({ name: 'a.csv', content: TEXT }).subarray(0, -30), 'cut off or damaged'],
])('a zip with %s is refused', async (_what, bytes, problem) => {
	expect(await unpacked(bytes)).toContain(problem);
});

test.each<[string, Buffer]>([
	['cut off', gzipSync(TEXT).subarray(0, -100)],
	['damaged', Buffer.concat([gzipSync(TEXT).subarray(0, 40), Buffer.alloc(5_000, 7)])],
])('a gzip that is %s is refused', async (_what, bytes) => {
	await expect(unpacked(bytes)).rejects.toMatchObject({
		reasons: ['It is compressed (gzip), but it is cut off or damaged. Fetch it again.'],
	});
});

test('what reading the source throws is what is thrown', async () => {
	const bytes = gzipSync(TEXT);
	const broken = () =>
		Readable.from(
			(function* () {
				yield bytes.subarray(0, 100);
				throw new Error('the disk is gone');
			})(),
		);
	const source = { fileName: 'a', sizeBytes: 1, open: () => Promise.resolve(broken()) };
	const file = await unpackedFile(source, bytes);
	if ('problem' in file) throw new Error(file.problem);
	const { bytes: content } = await file.open();
	await expect(
		(async () => {
			let length = 0;
			for await (const piece of content) length += piece.length;
			return length;
		})(),
	).rejects.toThrow('the disk is gone');
});

test('a workbook is not unpacked', async () => {
	const bytes = zip({ name: '[Content_Types].xml', content: 'x' });
	expect(await unpacked(bytes)).toBe(bytes.toString());
});
