import { bomLength } from './encoding';
import type { FileTexts } from '../host-texts';

const WORKBOOK =
	'It is an Excel workbook or another zip file under a different name. Save it as "CSV UTF-8" and use that file.';

const IMAGE =
	'It is an image under a different name. Check which file the previous node passes on.';

/** The bytes that files of other formats begin with, as Latin-1, and what to say about such a file. */
const SIGNATURES: Array<[string, string]> = [
	['PK\x03\x04', WORKBOOK],
	['PK\x05\x06', WORKBOOK],
	[
		'\xd0\xcf\x11\xe0',
		'It is an old Excel workbook (XLS) or another Office file under a different name. Save it as "CSV UTF-8" and use that file.',
	],
	[
		'%PDF-',
		'It is a PDF document under a different name. Export the data as CSV and use that file.',
	],
	['\x89PNG', IMAGE],
	['\xff\xd8\xff', IMAGE],
	['GIF8', IMAGE],
];

const GZIP = '\x1f\x8b';

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
export function otherFormat(head: Uint8Array, { decompress }: FileTexts): string | undefined {
	const start = Buffer.from(head.subarray(0, START)).toString('latin1');
	if (start.startsWith(GZIP)) {
		return `It is compressed (gzip). ${decompress}`;
	}
	const signature = SIGNATURES.find(([bytes]) => start.startsWith(bytes));
	if (signature !== undefined) return signature[1];
	const text = start.slice(bomLength(head));
	return MARKUP.find(([pattern]) => pattern.test(text))?.[1];
}
