import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { FileRefusedError } from '../../advocate/errors';
import type { FileAdvice } from '../../advocate/file-check/file-advice';
import {
	importFileFrom,
	type ImportFile,
	type SourceFile,
} from '../../advocate/file-check/import-file';
import type { ImportJobType } from '../../advocate/api/job-types';
import { cleanedFile, type CleanedFile } from '../../advocate/rows/write/cleaned-file';
import type { UploadEncoding } from '../../advocate/api/transport';
import { tenantClient } from '../runtime/tenant-client';
import { requestLimits, type RequestOptions } from '../parameters/request-options';
import { inputItem, isAgentTool, type NodeOutputs } from '../runtime/node-outputs';
import { openBinaryFile } from './binary-file';
import { keptInStore } from './clean-file';
import { importTypeOf } from './import-type';
import { HOW_TO_GO_ON, rowRules, type RowOptions } from '../parameters/row-rules';

interface UploadOptions extends RowOptions, RequestOptions {
	checkRows?: boolean;
	checkFile?: boolean;
	fileName?: string;
	uploadEncoding?: UploadEncoding;
	onRefused?: 'error' | 'rejected';
}

const ADVICE: FileAdvice = {
	rename: 'set "File Name" in the options',
	decompress: 'with the Compression node for example',
	handOnRows:
		'make items of them with the Split Out node and choose "Input Items" as the source here',
};

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
	const client = await tenantClient(context, requestLimits(options));
	const binary = await openBinaryFile(context, itemIndex, property);
	const prepared = await preparedFile(context, binary, type, options);
	if (prepared instanceof FileRefusedError) {
		if (options.onRefused !== 'rejected' && stopsOnFailure(context)) throw prepared;
		const { message: error, reasons } = prepared;
		const rejected = { fileName: binary.fileName, type, error, reasons };
		outputs.add('Rejected', itemIndex, {
			json: { ...inputItem(context, itemIndex).json, ...rejected },
			binary: inputItem(context, itemIndex).binary,
		});
		return;
	}
	const cleaned = 'leftOut' in prepared ? prepared : undefined;
	if (cleaned !== undefined) addLeftOut(cleaned, itemIndex, outputs);
	if (cleaned?.sources.count === 0) return;
	const { file, format } = prepared;
	const fileRef = await client.upload(file, options.uploadEncoding ?? 'multipart');
	const { fileName, sizeBytes } = file;
	outputs.add('Uploaded', itemIndex, {
		json: { fileRef, type, fileName, format, sizeBytes, ...cleaned?.summary },
	});
}

/** The file as it is to be uploaded, its rows checked where that is wanted, or why it is refused. */
async function preparedFile(
	context: IExecuteFunctions,
	binary: SourceFile,
	type: ImportJobType,
	options: UploadOptions,
): Promise<ImportFile | CleanedFile | FileRefusedError> {
	const { fileName, checkFile } = options;
	const file = await importFileFrom(binary, { type, fileName, checkFile, advice: ADVICE });
	if (file instanceof FileRefusedError || !options.checkRows) return file;
	const rules = rowRules(context, options);
	const keep = keptInStore(context, file);
	return await cleanedFile(file, { type, ...rules, keep, howToGoOn: HOW_TO_GO_ON });
}

/** The rows that were left out, each an item of its own. */
function addLeftOut(
	{ leftOut }: CleanedFile,
	itemIndex: number,
	outputs: NodeOutputs<'Uploaded' | 'Rejected'>,
): void {
	for (const { source, rowNumber, reasons } of leftOut) {
		const json = { ...(source as IDataObject), rowNumber, reasons };
		outputs.add('Rejected', itemIndex, { json });
	}
}

/** Whether a refused file is to fail the node, or its error output to have it. */
function stopsOnFailure(context: IExecuteFunctions): boolean {
	if (isAgentTool(context)) return false;
	return !context.continueOnFail() || context.getNode().onError === 'continueErrorOutput';
}
