import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ByteStream, FileContent } from '../../advocate/files/content';
import type { ImportFile, SourceFile } from '../../advocate/file-check/import-file';
import { AdvocateError } from '../../advocate/errors';
import { plainName } from '../../advocate/files/safe-name';
import { streamLike } from '../../advocate/files/stream';
import type { CleaningOptions } from '../../advocate/rows/write/cleaned-file';
import { inputItem } from './node-outputs';

/**
 * A file that n8n stores.
 *
 * @param source what the node calls the setting for where rows come from
 * @throws {AdvocateError} SETTINGS_INVALID if the item has no file but is a row
 * @throws {NodeOperationError} n8n's own error, if the item has no such file
 */
export async function storedFile(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
	source: string,
): Promise<SourceFile> {
	const { json, binary: files = {} } = inputItem(context, itemIndex);
	if (Object.keys(files).length === 0 && Object.keys(json).length > 0) throw rowsSent(source);
	const binary = context.helpers.assertBinaryData(itemIndex, property);
	const { fileName = '', mimeType } = binary;
	return {
		fileName: plainName(fileName),
		mimeType,
		sizeBytes: await storedSize(context, binary),
		open: async () => await storedContent(context, binary),
	};
}

function rowsSent(source: string): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', 'You sent rows, where a file was expected', {
		hint: `Set "${source}" to "Input Items". If a file was meant, let the node before this one output it.`,
	});
}

/** A file's content from its start: a stream if n8n keeps files on disk, otherwise the bytes in memory. */
export async function storedContent(
	context: IExecuteFunctions,
	{ id, data }: IBinaryData,
): Promise<ByteStream | Uint8Array> {
	return id === undefined ? Buffer.from(data, 'base64') : await context.helpers.getBinaryStream(id);
}

/** The size of a stored file in bytes. */
async function storedSize(
	context: IExecuteFunctions,
	{ id, data, bytes }: IBinaryData,
): Promise<number> {
	if (id === undefined) return Buffer.byteLength(data, 'base64');
	const { fileSize } = await context.helpers.getBinaryMetadata(id);
	return fileSize ?? bytes ?? 0;
}

/** Keeps the cleaned version of a file in n8n's binary store. */
export function keptInStore(
	context: IExecuteFunctions,
	{ file }: ImportFile,
): CleaningOptions['keep'] {
	return async (pieces, content) => {
		const stored = await rewritten(context, file, pieces, content);
		return {
			sizeBytes: await storedSize(context, stored),
			open: async () => await storedContent(context, stored),
		};
	};
}

/** Collects the new content in memory if the file is in memory too, otherwise streams it into the store. */
async function rewritten(
	context: IExecuteFunctions,
	{ fileName, mimeType }: ImportFile['file'],
	pieces: AsyncIterable<string>,
	content: FileContent,
): Promise<IBinaryData> {
	if (content instanceof Uint8Array || Array.isArray(content)) {
		const all: string[] = [];
		for await (const piece of pieces) all.push(piece);
		const whole = Buffer.from(all.join(''));
		return await context.helpers.prepareBinaryData(whole, fileName, mimeType);
	}
	const stream = streamLike(content, bytesOf(pieces));
	return await context.helpers.prepareBinaryData(stream, fileName, mimeType);
}

async function* bytesOf(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
	for await (const piece of pieces) yield Buffer.from(piece);
}
