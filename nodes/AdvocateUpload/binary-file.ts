import type { IExecuteFunctions } from 'n8n-workflow';
import type { SourceFile } from '../../advocate/file-check/import-file';
import { plainName } from '../../advocate/files/safe-name';
import { storedContent, storedSize } from '../runtime/stored-file';

/**
 * A file in n8n's keeping.
 *
 * @throws {NodeOperationError} n8n's own, where the item has no such file
 */
export async function openBinaryFile(
	context: IExecuteFunctions,
	itemIndex: number,
	property: string,
): Promise<SourceFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, property);
	const { fileName = '', mimeType } = binary;
	return {
		fileName: plainName(fileName),
		mimeType,
		sizeBytes: await storedSize(context, binary),
		open: async () => await storedContent(context, binary),
	};
}
