/** The one file in a ZIP archive. */
export interface ZipEntry {
	name: string;
	/** Whether it is packed (deflate), or only stored. */
	isDeflated: boolean;
	/** Where its header begins in the archive, which is followed by its bytes. */
	headerAt: number;
	/** How many bytes it has in the archive. */
	size: number;
}

/** How many bytes at the end of an archive are looked at: a directory of a few files, and the longest comment. */
export const ZIP_END = 1 << 17;

/** How many bytes the beginning of a file's header has, which tells how long it is. */
export const ZIP_HEADER = 30;

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;

/** Folders, and what macOS adds to an archive. */
const NO_FILES = /^__MACOSX\/|(^|\/)\.DS_Store$|\/$/;

/** Methods of packing. */
const STORED = 0;
const DEFLATED = 8;

/** In place of a size that takes more than 32 bits. */
const SIZE_IS_ELSEWHERE = 0xffffffff;

/**
 * Finds the file in a ZIP archive that has only one (PKWARE's APPNOTE, 4.3).
 *
 * @param end the archive's last ZIP_END bytes, or all of it if it is shorter
 * @param archiveSize in bytes
 * @returns a sentence with what to do if it can't be read
 */
export function onlyEntry(end: Uint8Array, archiveSize: number): ZipEntry | { problem: string } {
	const bytes = Buffer.from(end);
	const endAt = endOfDirectory(bytes);
	if (endAt === undefined) return { problem: BROKEN };
	const directoryAt = bytes.readUInt32LE(endAt + 16) - (archiveSize - bytes.length);
	if (directoryAt < 0) return { problem: SEVERAL };
	const entries = entriesFrom(bytes, directoryAt, endAt);
	const [only, ...others] = entries.filter(({ name }) => !NO_FILES.test(name));
	if (only === undefined) return { problem: NONE };
	if (others.length > 0) return { problem: SEVERAL };
	const { name, method, isEncrypted, size, headerAt } = only;
	if (isEncrypted) return { problem: ENCRYPTED };
	const isUsual = method === STORED || method === DEFLATED;
	if (!isUsual || size === SIZE_IS_ELSEWHERE) return { problem: UNUSUAL };
	return { name, size, headerAt, isDeflated: method === DEFLATED };
}

/** How many bytes there are before a file's own bytes. @param header its first ZIP_HEADER bytes */
export function headerLength(header: Uint8Array): number {
	const bytes = Buffer.from(header);
	return ZIP_HEADER + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
}

const NONE = 'It is a zip file without a file in it.';
const BROKEN = 'It is a zip file that is cut off or damaged. Fetch it again.';
const SEVERAL =
	'It is a zip file with more than one file in it. Unpack it first, and use the file with the rows.';
const ENCRYPTED =
	'It is a zip file with a password. Unpack it first, and use the file with the rows.';
const UNUSUAL =
	'It is a zip file that is packed in an unusual way. Unpack it first, and use the file with the rows.';

function endOfDirectory(bytes: Buffer): number | undefined {
	for (let at = bytes.length - END_LENGTH; at >= 0; at--) {
		const isEnd = bytes.readUInt32LE(at) === END_OF_DIRECTORY;
		if (isEnd && at + END_LENGTH + bytes.readUInt16LE(at + 20) === bytes.length) return at;
	}
	return undefined;
}

interface DirectoryEntry extends Omit<ZipEntry, 'isDeflated'> {
	method: number;
	isEncrypted: boolean;
}

function entriesFrom(bytes: Buffer, from: number, to: number): DirectoryEntry[] {
	const entries: DirectoryEntry[] = [];
	for (let at = from; at + ENTRY_LENGTH <= to && bytes.readUInt32LE(at) === DIRECTORY_ENTRY; ) {
		const nameEnd = at + ENTRY_LENGTH + bytes.readUInt16LE(at + 28);
		entries.push({
			name: bytes.toString('utf8', at + ENTRY_LENGTH, nameEnd),
			method: bytes.readUInt16LE(at + 10),
			isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
			size: bytes.readUInt32LE(at + 20),
			headerAt: bytes.readUInt32LE(at + 42),
		});
		at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
	}
	return entries;
}
