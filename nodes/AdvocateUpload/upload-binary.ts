import type { IExecuteFunctions } from 'n8n-workflow';
import { FileRefusedError } from '../../advocate/errors';
import type { UploadEncoding } from '../../advocate/transport';
import { advocateClient } from '../advocate-client';
import { inputItem, isAgentTool, type NodeOutputs } from '../node-outputs';
import { openBinaryFile } from './binary-file';
import { importFileFrom } from './import-file';
import { importTypeOf } from './import-type';

interface UploadOptions {
	checkFile?: boolean;
	fileName?: string;
	uploadEncoding?: UploadEncoding;
	onRefused?: 'error' | 'rejected';
}

/**
 * Uploads the file of one item.
 *
 * @throws {FileRefusedError} for a file that can't be right, unless refused files go to Rejected
 * @throws {AdvocateError} for what the API or the way to it has against it
 */
export async function uploadBinary(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: NodeOutputs<'Uploaded' | 'Rejected'>,
): Promise<void> {
	const type = importTypeOf(context, itemIndex);
	const property = context.getNodeParameter('binaryPropertyName', itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as UploadOptions;
	const client = await advocateClient(context);
	const binary = await openBinaryFile(context, itemIndex, property);
	const result = await importFileFrom(binary, { type, ...options });
	if (result instanceof FileRefusedError) {
		if (options.onRefused !== 'rejected' && stopsOnFailure(context)) throw result;
		const { message: error, reasons } = result;
		const rejected = { fileName: binary.fileName, type, error, reasons };
		outputs.add('Rejected', itemIndex, {
			json: { ...inputItem(context, itemIndex).json, ...rejected },
			binary: inputItem(context, itemIndex).binary,
		});
		return;
	}
	const fileRef = await client.upload(result.file, options.uploadEncoding ?? 'multipart');
	const { fileName, sizeBytes } = result.file;
	outputs.add('Uploaded', itemIndex, {
		json: { fileRef, type, fileName, format: result.format, sizeBytes },
	});
}

/** Whether a refused file is to fail the node, or its error output to have it. */
function stopsOnFailure(context: IExecuteFunctions): boolean {
	if (isAgentTool(context)) return false;
	return !context.continueOnFail() || context.getNode().onError === 'continueErrorOutput';
}
