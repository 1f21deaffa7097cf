import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { FileRefusedError } from '../../advocate/errors';
import { sourceRowsFrom } from '../../advocate/rows/source-rows';
import type { UploadEncoding } from '../../advocate/transport';
import { advocateClient } from '../advocate-client';
import { inputItem, isAgentTool, type NodeOutputs } from '../node-outputs';
import { openBinaryFile } from './binary-file';
import { cleanedFile, type CleanedFile } from './clean-file';
import { importFileFrom } from './import-file';
import { importTypeOf } from './import-type';
import { refusedRows, rowRules, type RowOptions } from './row-options';

interface UploadOptions extends RowOptions {
	checkRows?: boolean;
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
	const cleaned = options.checkRows
		? await cleanedFile(context, result, { type, ...rowRules(context, options) })
		: undefined;
	if (cleaned !== undefined) addLeftOut(cleaned, itemIndex, options, outputs);
	if (cleaned?.sources.length === 0) return;
	const { file, format } = cleaned ?? result;
	const fileRef = await client.upload(file, options.uploadEncoding ?? 'multipart');
	const { fileName, sizeBytes } = file;
	outputs.add('Uploaded', itemIndex, {
		json: { fileRef, type, fileName, format, sizeBytes, ...(cleaned && rowSummary(cleaned)) },
	});
}

/** The rows that were left out, each an item of its own. */
function addLeftOut(
	{ leftOut }: CleanedFile,
	itemIndex: number,
	{ onRejectedRows }: UploadOptions,
	outputs: NodeOutputs<'Uploaded' | 'Rejected'>,
): void {
	if (leftOut.length > 0 && onRejectedRows === 'error') throw refusedRows(leftOut);
	for (const { source, rowNumber, reasons } of leftOut) {
		const json = { ...(source as IDataObject), rowNumber, reasons };
		outputs.add('Rejected', itemIndex, { json });
	}
}

function rowSummary({ sources, leftOut, warnings }: CleanedFile): IDataObject {
	return {
		rows: sources.length,
		rowsRejected: leftOut.length,
		sourceRows: sourceRowsFrom(sources),
		...(warnings.length > 0 && { warnings }),
	};
}

/** Whether a refused file is to fail the node, or its error output to have it. */
function stopsOnFailure(context: IExecuteFunctions): boolean {
	if (isAgentTool(context)) return false;
	return !context.continueOnFail() || context.getNode().onError === 'continueErrorOutput';
}
