import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ImportFile } from '../../advocate/file-check/import-file';
import { streamLike } from '../../advocate/files/stream';
import type { CleaningOptions } from '../../advocate/rows/write/cleaned-file';
import { storedContent, storedSize } from '../runtime/stored-file';
import type { FileContent } from '../../advocate/files/content';

/** Keeps what is made of a file in n8n's binary store. */
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

/** In memory where the file is there too, else as it comes. */
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
