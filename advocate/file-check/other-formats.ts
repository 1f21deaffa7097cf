import { bomLength } from './encoding';
import { isOpenDocument, zipKind } from '../files/zip';
import type { FileTexts } from '../host-texts';

const IMAGE =
	'It is an image under a different name. Check which file the previous node passes on.';

/** The bytes that files of other formats begin with, as Latin-1, and what to say about such a file. */
const SIGNATURES: Array<[string, string]> = [
	[
		'%PDF-',
		'It is a PDF document under a different name. Export the data as CSV and use that file.',
	],
	['\x89PNG', IMAGE],
	['\xff\xd8\xff', IMAGE],
	['GIF8', IMAGE],
];

const GZIP = '\x1f\x8b';

/** Where an old Office file begins (Compound File Binary). */
const OLD_OFFICE = '\xd0\xcf\x11\xe0';

/** Markup, which may come after blank space. */
const MARKUP: Array<[RegExp, string]> = [
	[
		/^\s*<(!doctype|html|head|body|script)/i,
		'It is a web page, not a file of rows: often a sign-in page. Open the address it came from, and check the sign-in of the node that fetches it.',
	],
	[/^\s*<\?xml/i, 'It is XML. Export the data as CSV and use that file.'],
];

/** How many bytes are looked at. */
const START = 1024;

/**
 * Which other format a file has, though it is named like an import file.
 *
 * @param head the beginning of the file
 * @returns a sentence with what to do; undefined if it begins like none of the known formats
 */
export function otherFormat(head: Uint8Array, texts: FileTexts): string | undefined {
	const start = Buffer.from(head.subarray(0, START)).toString('latin1');
	if (start.startsWith(GZIP)) return `It is compressed (gzip). ${texts.decompress}`;
	const workbook = workbookOf(head, start);
	if (workbook !== undefined) return `It is ${workbook}. ${texts.readWorkbook}`;
	if (zipKind(head) !== undefined) return `It is a zip file. ${texts.decompress}`;
	const signature = SIGNATURES.find(([bytes]) => start.startsWith(bytes));
	if (signature !== undefined) return signature[1];
	const text = start.slice(bomLength(head));
	return MARKUP.find(([pattern]) => pattern.test(text))?.[1];
}

function workbookOf(head: Uint8Array, start: string): string | undefined {
	if (zipKind(head) === 'workbook') {
		return isOpenDocument(head)
			? 'an OpenDocument spreadsheet (ODS) or another OpenDocument file'
			: 'an Excel workbook (XLSX)';
	}
	return start.startsWith(OLD_OFFICE)
		? 'an old Excel workbook (XLS) or another Office file'
		: undefined;
}
