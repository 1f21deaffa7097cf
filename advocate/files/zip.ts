/** What a ZIP file is: a workbook (XLSX) has its parts in it directly, any other is an archive of files. */
export type ZipKind = 'workbook' | 'archive';

/** How many bytes of a file tell (PKWARE's APPNOTE, 4.3.7): a header of 30, and the first name after it. */
export const ZIP_START = 64;

/** Before the first file, and of an archive without any. */
const SIGNATURES = ['PK\x03\x04', 'PK\x05\x06'];

const NAME_LENGTH_AT = 26;
const NAME_AT = 30;

/** What the names of a workbook's parts begin with (ECMA-376, part 2), whichever a program writes first. */
const WORKBOOK_PART = /^(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|customXml\/)/;

/**
 * What kind of ZIP file this is.
 *
 * @param start the file's first bytes: ZIP_START, or all where it has fewer
 * @returns undefined for a file of another format
 */
export function zipKind(start: Uint8Array): ZipKind | undefined {
	const bytes = Buffer.from(start.subarray(0, ZIP_START));
	if (!SIGNATURES.includes(bytes.toString('latin1', 0, 4))) return undefined;
	const length = bytes.length < NAME_AT ? 0 : bytes.readUInt16LE(NAME_LENGTH_AT);
	const name = bytes.toString('latin1', NAME_AT, NAME_AT + length);
	return WORKBOOK_PART.test(name) ? 'workbook' : 'archive';
}
