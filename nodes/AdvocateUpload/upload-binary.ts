import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { AdvocateError, FileRefusedError } from '../../advocate/errors';
import { isImportJobType, type ImportJobType } from '../../advocate/job-types';
import type { UploadEncoding } from '../../advocate/transport';
import { advocateClient } from '../advocate-client';
import { inputItem, isAgentTool, type NodeOutputs } from '../node-outputs';
import { openBinaryFile } from './binary-file';
import { importFileFrom } from './import-file';

export const uploadOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Check File Before Uploading',
			name: 'checkFile',
			type: 'boolean',
			default: true,
			description:
				'Whether to read the beginning of the file first and refuse it when its columns do not fit the type, so that not every row fails later',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. contacts.csv',
			description:
				'The name to upload the file under, ending in .csv or .jsonl, in place of its own',
		},
		{
			displayName: 'Send File As',
			name: 'uploadEncoding',
			type: 'options',
			options: [
				{ name: 'Form Data (Multipart)', value: 'multipart' },
				{ name: 'Raw Body', value: 'raw' },
			],
			default: 'multipart',
			description: 'How the file is put into the request. Both are part of the API.',
		},
		{
			displayName: 'When the File Is Refused',
			name: 'onRefused',
			type: 'options',
			options: [
				{
					name: 'Stop With an Error',
					value: 'error',
					description: 'The execution fails, and an error workflow hears of it',
				},
				{
					name: 'Use the Rejected Output',
					value: 'rejected',
					description: 'The item goes on to the Rejected output, with the reasons',
				},
			],
			default: 'error',
			description: 'What happens to a file that does not pass the check',
		},
	],
};

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
	const type = typeOfParameter(context, itemIndex);
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

function typeOfParameter(context: IExecuteFunctions, itemIndex: number): ImportJobType {
	const type: unknown = context.getNodeParameter('type', itemIndex);
	if (isImportJobType(type)) return type;
	throw new AdvocateError('SETTINGS_INVALID', `"${String(type)}" is not a type of import`, {
		hint: 'Choose the Type from the list, or use an expression that gives one of its values, for example MUTATION/USER.',
	});
}
