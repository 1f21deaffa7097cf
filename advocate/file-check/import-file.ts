import { FileRefusedError } from '../errors';
import type { ImportJobType } from '../api/job-types';
import { streamLike } from '../files/stream';
import { plainName } from '../files/safe-name';
import type { UploadFile } from '../api/transport';
import { bomLength } from './encoding';
import {
	declaredFormat,
	extensionOf,
	MIME_TYPES,
	safeFileName,
	type ImportFormat,
} from '../files/file-name';
import type { HostTexts } from '../host-texts';
import { headProblems } from './head-check';
import { otherFormat } from './other-formats';
import type { ByteStream } from '../files/content';
import { HEAD_BYTES } from './head';

/** A file as it came in. */
export interface SourceFile {
	/** Safe to show; empty if it has none. */
	fileName: string;
	/** Empty if it is not known. */
	mimeType: string;
	sizeBytes: number;
	/** Opens the content from its start, each time it is called. */
	open(): Promise<ByteStream | Uint8Array>;
}

/** How to treat a file. */
export interface ImportFileOptions {
	type: ImportJobType;
	/** In place of the file's own name. */
	fileName?: string;
	/** Whether its beginning is checked; true by default. */
	checkFile?: boolean;
	texts: HostTexts;
}

/** A file ready to be uploaded. */
export interface ImportFile {
	file: UploadFile;
	format: ImportFormat;
}

/**
 * Makes an import file of a file as it came in: finds out its format, makes its name safe, drops a UTF-8 byte
 * order mark, and checks its beginning. Reads no more than HEAD_BYTES of it.
 *
 * @returns the file, or why it is refused
 */
export async function importFileFrom(
	source: SourceFile,
	{ type, fileName, checkFile = true, texts }: ImportFileOptions,
): Promise<ImportFile | FileRefusedError> {
	const name = plainName(fileName ?? '') || source.fileName;
	const nameInText = name === '' ? 'unnamed' : name;
	const bytes = await headOf(source);
	const whole = bytes.length >= source.sizeBytes;
	const format = declaredFormat(name, source.mimeType) ?? formatOfContent(name, bytes);
	if (format === undefined) {
		const problem = otherFormat(bytes, texts.file) ?? wrongExtension(name, texts);
		return new FileRefusedError(nameInText, [problem]);
	}
	const skip = bomLength(bytes);
	const problems = checkFile
		? headProblems({ bytes, whole, format, type }, texts)
		: emptyFile(source.sizeBytes - skip);
	if (problems.length > 0) return new FileRefusedError(nameInText, problems);
	return {
		format,
		file: {
			fileName: safeFileName(name, format),
			mimeType: MIME_TYPES[format],
			sizeBytes: source.sizeBytes - skip,
			open: async () => withoutStart(await source.open(), skip),
		},
	};
}

async function headOf(source: SourceFile): Promise<Uint8Array> {
	const content = await source.open();
	if (content instanceof Uint8Array) return content.subarray(0, HEAD_BYTES);
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of content) {
		chunks.push(chunk);
		length += chunk.length;
		if (length >= HEAD_BYTES) break;
	}
	return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}

/** The format of a file whose name and MIME type say nothing: rows of JSON begin with a brace. */
function formatOfContent(name: string, bytes: Uint8Array): ImportFormat | undefined {
	if (extensionOf(name) !== '') return undefined;
	const start = Buffer.from(bytes.subarray(bomLength(bytes), 1024))
		.toString('utf8')
		.trimStart();
	return start.startsWith('{') ? 'jsonl' : 'csv';
}

function wrongExtension(name: string, { file }: HostTexts): string {
	return `Advocate takes .csv and .jsonl files, but this one ends in ".${extensionOf(name)}". ${file.convertOrRename}`;
}

function emptyFile(sizeBytes: number): string[] {
	return sizeBytes === 0 ? ['It is empty.'] : [];
}

function withoutStart(content: ByteStream | Uint8Array, skip: number): ByteStream | Uint8Array {
	if (skip === 0) return content;
	if (content instanceof Uint8Array) return content.subarray(skip);
	return streamLike(content, chunksWithoutStart(content, skip));
}

async function* chunksWithoutStart(content: ByteStream, skip: number): AsyncGenerator<Uint8Array> {
	let left = skip;
	for await (const chunk of content) {
		const taken = chunk.subarray(left);
		left = Math.max(0, left - chunk.length);
		if (taken.length > 0) yield taken;
	}
}
