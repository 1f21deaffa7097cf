import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { FileRefusedError } from '../../advocate/errors';
import type { ImportJobType } from '../../advocate/job-types';
import { RowCleaner, type LeftOut } from '../../advocate/rows/clean-rows';
import { fieldKind } from '../../advocate/rows/field-kinds';
import { DEFAULT_LIMITS } from '../../advocate/rows/file-parts';
import { readRows } from '../../advocate/rows/read-rows';
import { RowChecker } from '../../advocate/rows/row-checker';
import type { SourceRowRanges } from '../../advocate/rows/source-rows';
import type { FileContent } from '../../advocate/transport';
import { streamLike } from '../../advocate/node-stream';
import { storedContent, storedSize } from '../stored-file';
import type { ImportFile } from './import-file';
import type { RowRules } from './row-options';

export interface CleaningOptions extends RowRules {
	type: ImportJobType;
}

/** A file less the rows that would fail. */
export interface CleanedFile extends ImportFile {
	/** The rows in it among those of the file. */
	sources: SourceRowRanges;
	leftOut: LeftOut[];
	warnings: string[];
}

/**
 * Checks every row of a file and writes the good ones into a new one, in n8n's binary store. Streams: what
 * is held of the file is a chunk of it, the rows that are left out, and for users the IDs.
 *
 * @returns the new file, or why the file is refused as a whole
 */
export async function cleanedFile(
	context: IExecuteFunctions,
	{ file, format }: ImportFile,
	{ type, duplicates, ...rules }: CleaningOptions,
): Promise<CleanedFile | FileRefusedError> {
	const checker = new RowChecker({ type, ...rules });
	const cleaner = new RowCleaner(checker, { type, format, duplicates });
	let columns: string[] = [];
	const rowsOf = (content: FileContent) =>
		readRows(chunksOf(content), format, (header) => (columns = header));
	const problem = (await cleaner.find(rowsOf(await file.open()))) ?? columnTwice(columns, type);
	if (problem !== undefined) return new FileRefusedError(file.fileName, [problem]);
	const stored = await rewritten(context, file, (content) =>
		cleaner.clean(rowsOf(content), columns),
	);
	const sizeBytes = await storedSize(context, stored);
	return {
		format,
		file: { ...file, sizeBytes, open: async () => await storedContent(context, stored) },
		sources: cleaner.sources,
		leftOut: cleaner.leftOut,
		warnings: [...checker.warnings, ...rowCountWarning(cleaner.sources.count)],
	};
}

/** Of two columns of one name, rows would have the second one's values, and the first one's would be lost. */
function columnTwice(columns: string[], type: ImportJobType): string | undefined {
	const seen = new Set<string>();
	for (const name of columns.filter((column) => fieldKind(column, type) !== undefined)) {
		if (seen.has(name)) return `The column "${name}" is there twice.`;
		seen.add(name);
	}
	return undefined;
}

function rowCountWarning(rows: number): string[] {
	const most = DEFAULT_LIMITS.rows;
	if (rows <= most) return [];
	return [
		`The file has ${rows.toLocaleString('en-US')} rows, and Advocate recommends at most ${most.toLocaleString('en-US')} in one. If the import does not go through, split the file.`,
	];
}

/** Bytes that are read at once of a file that is at hand: what a stream gives too. */
const CHUNK = 1 << 16;

function chunksOf(content: FileContent): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
	return content instanceof Uint8Array ? cut(content) : content;
}

function* cut(content: Uint8Array): Generator<Uint8Array> {
	for (let start = 0; start < content.length; start += CHUNK) {
		yield content.subarray(start, start + CHUNK);
	}
}

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
	const stream = streamLike(content, bytesOf(rewrite(content)));
	return await context.helpers.prepareBinaryData(stream, fileName, mimeType);
}

async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
	for await (const piece of pieces) yield Buffer.from(piece);
}
