/** A ZIP file is a workbook (XLSX) if it directly contains the parts of one, otherwise an archive of files. */
export type ZipKind = 'workbook' | 'archive';

/** How many bytes reveal the kind (PKWARE's APPNOTE, 4.3.7): a header of 30, then the name of the first file. */
export const ZIP_START = 64;

/** The signature before the first file, and that of an archive without files. */
const SIGNATURES = ['PK\x03\x04', 'PK\x05\x06'];

const NAME_LENGTH_AT = 26;
const NAME_AT = 30;

/** How the names of a workbook's parts begin (ECMA-376, part 2); programs differ in which they write first. */
const WORKBOOK_PART = /^(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|customXml\/)/;

/** The first file of an OpenDocument (1.3, part 2, 3.3): its name, and how its content begins, which is not packed. */
const OPEN_DOCUMENT = 'mimetypeapplication/vnd.oasis.';

/** Whether a ZIP file is an OpenDocument, such as LibreOffice's spreadsheets. @param start its first ZIP_START bytes */
export function isOpenDocument(start: Uint8Array): boolean {
	const bytes = Buffer.from(start.subarray(NAME_AT, NAME_AT + OPEN_DOCUMENT.length));
	return bytes.toString('latin1') === OPEN_DOCUMENT;
}

/**
 * The kind of a ZIP file.
 *
 * @param start the file's first ZIP_START bytes, or all of it if it is shorter
 * @returns undefined for a file of another format
 */
export function zipKind(start: Uint8Array): ZipKind | undefined {
	const bytes = Buffer.from(start.subarray(0, ZIP_START));
	if (!SIGNATURES.includes(bytes.toString('latin1', 0, 4))) return undefined;
	const length = bytes.length < NAME_AT ? 0 : bytes.readUInt16LE(NAME_LENGTH_AT);
	const name = bytes.toString('latin1', NAME_AT, NAME_AT + length);
	return WORKBOOK_PART.test(name) || isOpenDocument(bytes) ? 'workbook' : 'archive';
}
