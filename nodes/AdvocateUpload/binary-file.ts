import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ByteStream } from '../../advocate/transport';

/** A file in n8n's keeping. */
export interface BinaryFile {
	fileName: string;
	mimeType: string;
	sizeBytes: number;
	/** Gives the content from its start, as often as called: a stream where n8n keeps files on disk. */
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
	const { id } = binary;
	if (id === undefined) {
		const content = Buffer.from(binary.data, 'base64');
		return { fileName, mimeType, sizeBytes: content.length, open: () => Promise.resolve(content) };
	}
	return {
		fileName,
		mimeType,
		sizeBytes: await storedSize(context, binary, id),
		open: async () => await context.helpers.getBinaryStream(id),
	};
}

async function storedSize(
	context: IExecuteFunctions,
	binary: IBinaryData,
	id: string,
): Promise<number> {
	const { fileSize } = await context.helpers.getBinaryMetadata(id);
	return fileSize ?? binary.bytes ?? 0;
}
