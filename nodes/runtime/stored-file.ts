import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ByteStream } from '../../advocate/files/content';

/** A file's content from its start: a stream where n8n keeps files on disk, else from memory. */
export async function storedContent(
	context: IExecuteFunctions,
	{ id, data }: IBinaryData,
): Promise<ByteStream | Uint8Array> {
	return id === undefined ? Buffer.from(data, 'base64') : await context.helpers.getBinaryStream(id);
}

/** How many bytes a stored file has. */
export async function storedSize(
	context: IExecuteFunctions,
	{ id, data, bytes }: IBinaryData,
): Promise<number> {
	if (id === undefined) return Buffer.byteLength(data, 'base64');
	const { fileSize } = await context.helpers.getBinaryMetadata(id);
	return fileSize ?? bytes ?? 0;
}
