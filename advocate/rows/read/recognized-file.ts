import { FileRefusedError } from '../../errors';
import type { HostTexts } from '../../host-texts';
import { formatProblem } from '../../file-check/head-check';
import { HEAD_BYTES, firstLineTooLong } from '../../file-check/head';
import type { SourceFile } from '../../file-check/import-file';
import { firstRow } from '../../file-check/jsonl-head';
import { otherFormat } from '../../file-check/other-formats';
import { declaredFormat, type ImportFormat } from '../../files/file-name';
import { plainName } from '../../files/safe-name';
import type { ImportJobType } from '../../api/job-types';
import { csvHead, type CsvHead } from '../../text/csv-dialect';
import { encodingOfAll, encodingOfHead, type TextEncoding } from '../../text/encoding';
import { textPieces, type TextPiece } from '../../text/text-pieces';
import { unpackedFile, type Packing, type UnpackedFile } from '../../text/unpacked';
import type { FileContent } from '../../files/content';

/** How a file is written, as it was found out and as an upload tells it. A plain object, for a host's items. */
export type FileDialect = {
	/** JSON Lines, CSV, or one JSON array. */
	format: ImportFormat | 'json';
	encoding: TextEncoding;
	packing?: Packing;
	/** Of CSV: what is between the cells. */
	separator?: string;
	/** Of CSV, how a quote within a cell is written: twice, or behind a backslash. */
	quotes?: 'doubled' | 'backslash';
};

/** A file whose rows can be read. */
export interface RecognizedFile {
	/** Safe to show; empty if it has none. */
	fileName: string;
	dialect: FileDialect;
	/** Of CSV: its header and first rows. */
	csv?: CsvHead;
	/** The beginning of its text. */
	head: string;
	/** Whether that is all of it. */
	isWhole: boolean;
	/** Opens its text from its start. `content` is what it is read from. */
	open(): Promise<{ content: FileContent; text: AsyncIterable<TextPiece> }>;
	/** The same file read in the encoding that all of its bytes tell, when its beginning told nothing. */
	reread(): Promise<RecognizedFile | FileRefusedError>;
}

export interface RecognizeOptions {
	type: ImportJobType;
	/** In place of the file's own name. */
	fileName?: string;
	texts: HostTexts;
	/** How many names of a header are known. */
	knownNames: (header: string[]) => number;
}

/**
 * Finds out how a file is written: how it is packed, its encoding, its format and, of CSV, its dialect. Reads no
 * more than its beginning, unless that is neither UTF-8 nor UTF-16, or it is a ZIP archive.
 *
 * @returns the file, or why its rows can't be read
 */
export async function recognizedFile(
	source: SourceFile,
	options: RecognizeOptions,
): Promise<RecognizedFile | FileRefusedError> {
	const fileName = plainName(options.fileName ?? '') || source.fileName;
	const shown = fileName === '' ? 'unnamed' : fileName;
	const refused = (problem: string) => new FileRefusedError(shown, [problem]);
	const start = await beginning(async () => await source.open());
	const file = await unpackedFile({ ...source, fileName: shown }, start.bytes);
	if ('problem' in file) return refused(file.problem);
	const head =
		file.packing === undefined ? start : await beginning(async () => (await file.open()).bytes);
	const notText = otherFormat(head.bytes, options.texts.file);
	if (notText !== undefined) return refused(notText);
	const found =
		encodingOfHead(head.bytes, head.whole) ?? (await encodingOfAll((await file.open()).bytes));
	if ('problem' in found) return refused(found.problem);
	const { mimeType } = source;
	const given = { fileName, mimeType, shown, file, head, options };
	return await recognizedText(given, found.encoding);
}

/** What is known of a file before its text is looked at. */
interface Given {
	fileName: string;
	mimeType: string;
	shown: string;
	file: UnpackedFile;
	head: Beginning;
	options: RecognizeOptions;
}

async function recognizedText(
	given: Given,
	encoding: TextEncoding,
): Promise<RecognizedFile | FileRefusedError> {
	const { fileName, mimeType, shown, file, head, options } = given;
	const refused = (problem: string) => new FileRefusedError(shown, [problem]);
	const text = await textOf(head.bytes, encoding);
	if (text.trim() === '') {
		return refused(head.whole ? 'It is empty.' : 'It begins with nothing but blank space.');
	}
	const format = formatOf(text);
	if (format === undefined) return refused(LISTS);
	const wrongFormat = formatProblem(format === 'csv' ? 'csv' : 'jsonl', options.type);
	if (wrongFormat !== undefined) return refused(wrongFormat);
	const { packing } = file;
	const common = {
		fileName: nameWithout(file.innerName ?? fileName, packing),
		head: text,
		isWhole: head.whole,
		open: async () => {
			const { content, bytes } = await file.open();
			return { content, text: textPieces(bytes, encoding) };
		},
		reread: async () => {
			const found = await encodingOfAll((await file.open()).bytes);
			return 'problem' in found
				? refused(found.problem)
				: await recognizedText(given, found.encoding);
		},
	};
	const dialect: FileDialect = { format, encoding, ...(packing && { packing }) };
	if (format !== 'csv') {
		const first = format === 'jsonl' ? firstRow(text, head.whole) : undefined;
		if (first !== undefined && 'problem' in first) return refused(first.problem);
		return { ...common, dialect };
	}
	const csv = csvHead(text, head.whole, options.knownNames);
	if (csv === undefined) return refused(firstLineTooLong());
	if (csv.isHeaderOpen) {
		return refused('A quoted column name in its first line is never closed: a " is missing.');
	}
	const isCalledJson = declaredFormat(fileName, mimeType) === 'jsonl';
	if (isCalledJson && options.knownNames(csv.header) === 0) {
		const first = firstRow(text, head.whole);
		if ('problem' in first) return refused(first.problem);
	}
	const { separator, quotes } = csv;
	return { ...common, csv, dialect: { ...dialect, separator, quotes } };
}

interface Beginning {
	bytes: Uint8Array;
	/** Whether that is all of the file. */
	whole: boolean;
}

/** The first HEAD_BYTES of what is opened. */
async function beginning(
	open: () => Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array>,
): Promise<Beginning> {
	const content = await open();
	if (content instanceof Uint8Array) {
		return { bytes: content.subarray(0, HEAD_BYTES), whole: content.length <= HEAD_BYTES };
	}
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of content) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > HEAD_BYTES) break;
	}
	return { bytes: Buffer.concat(chunks).subarray(0, HEAD_BYTES), whole: length <= HEAD_BYTES };
}

async function textOf(bytes: Uint8Array, encoding: TextEncoding): Promise<string> {
	let all = '';
	for await (const { text } of textPieces([bytes], encoding)) all += text;
	return all;
}

const LISTS =
	"Its lines are lists, so Advocate can't tell which value is which. Write one object on each line, with field names.";

/** The format of a text by how it begins; undefined for lists of values. */
function formatOf(text: string): FileDialect['format'] | undefined {
	const start = text.trimStart();
	if (start.startsWith('{')) return 'jsonl';
	if (!start.startsWith('[')) return 'csv';
	return /^\[\s*[{\]]/.test(start) ? 'json' : undefined;
}

/** A file's name as it is without its packing. */
function nameWithout(fileName: string, packing: Packing | undefined): string {
	if (packing === undefined) return plainName(fileName);
	return plainName(fileName.replace(/\.(gz|gzip|zip)$/i, ''));
}
