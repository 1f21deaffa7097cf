import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/job-types';
import { RowCleaner, type LeftOut } from '../../advocate/rows/clean-rows';
import { readRows } from '../../advocate/rows/read-rows';
import { RowChecker } from '../../advocate/rows/row-checker';
import type { ByteStream, FileContent } from '../../advocate/transport';
import { storedContent, storedSize } from '../stored-file';
import type { ImportFile } from './import-file';
import type { RowRules } from './row-options';

export interface CleaningOptions extends RowRules {
	type: ImportJobType;
}

/** A file less the rows that would fail. */
export interface CleanedFile extends ImportFile {
	/** Indexes of the rows in it among those of the file, from 0. */
	sources: number[];
	leftOut: LeftOut[];
	warnings: string[];
}

/**
 * Checks every row of a file and writes the good ones into a new one, in n8n's binary store. Streams: what
 * is held of the file is a chunk of it, and for users the IDs.
 */
export async function cleanedFile(
	context: IExecuteFunctions,
	{ file, format }: ImportFile,
	{ type, duplicates, ...rules }: CleaningOptions,
): Promise<CleanedFile> {
	const checker = new RowChecker({ type, ...rules });
	const cleaner = new RowCleaner(checker, { type, format, duplicates });
	let columns: string[] = [];
	const rowsOf = (content: FileContent) =>
		readRows(chunksOf(content), format, (header) => (columns = header));
	await cleaner.find(rowsOf(await file.open()));
	const stored = await rewritten(context, file, (content) =>
		cleaner.clean(rowsOf(content), columns),
	);
	const sizeBytes = await storedSize(context, stored);
	return {
		format,
		file: { ...file, sizeBytes, open: async () => await storedContent(context, stored) },
		sources: cleaner.sources,
		leftOut: cleaner.leftOut,
		warnings: [...checker.warnings],
	};
}

function chunksOf(content: FileContent): AsyncIterable<Uint8Array> | Uint8Array[] {
	return content instanceof Uint8Array ? [content] : content;
}

type NodeReadable = import('stream').Readable;

/** Puts what is made of a file's content into n8n's binary store, as it comes. */
async function rewritten(
	context: IExecuteFunctions,
	file: ImportFile['file'],
	rewrite: (content: FileContent) => AsyncIterable<string>,
): Promise<IBinaryData> {
	const { fileName, mimeType } = file;
	const content = await file.open();
	if (content instanceof Uint8Array || Array.isArray(content)) {
		const pieces: string[] = [];
		for await (const piece of rewrite(content)) pieces.push(piece);
		const whole = Buffer.from(pieces.join(''));
		return await context.helpers.prepareBinaryData(whole, fileName, mimeType);
	}
	const stream = (content as unknown as NodeReadable).compose(async function* (source: ByteStream) {
		for await (const piece of rewrite(source)) yield Buffer.from(piece);
	});
	return await context.helpers.prepareBinaryData(stream as NodeReadable, fileName, mimeType);
}
