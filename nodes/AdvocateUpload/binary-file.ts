import type { IExecuteFunctions } from 'n8n-workflow';
import { plainName } from '../../advocate/safe-name';
import type { ByteStream } from '../../advocate/transport';
import { storedContent, storedSize } from '../stored-file';

/** A file in n8n's keeping. */
export interface BinaryFile {
	/** Fit to be shown. */
	fileName: string;
	mimeType: string;
	sizeBytes: number;
	/** Gives the content from its start, as often as called. */
	open(): Promise<ByteStream | Uint8Array>;
}

/** @throws {NodeOperationError} n8n's own, where the item has no such file */
export async function openBinaryFile(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
): Promise<BinaryFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, property);
	const { fileName = '', mimeType } = binary;
	return {
		fileName: plainName(fileName),
		mimeType,
		sizeBytes: await storedSize(context, binary),
		open: async () => await storedContent(context, binary),
	};
}
