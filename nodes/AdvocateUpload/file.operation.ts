import type {
	IDataObject,
	IDisplayOptions,
	IExecuteFunctions,
	INodeProperties,
} from 'n8n-workflow';
import { FileRefusedError } from '../../advocate/errors';
import {
	importFileFrom,
	type ImportFile,
	type SourceFile,
} from '../../advocate/file-check/import-file';
import type { ImportJobType } from '../../advocate/api/job-types';
import { cleanedFile, type CleanedFile } from '../../advocate/rows/write/cleaned-file';
import { DRY_RUN_NOTE, rehearsalOfFile } from '../../advocate/imports/dry-run';
import { countedReasons } from '../../advocate/imports/reasons';
import { allRejectedText } from '../../advocate/imports/summary';
import { uploadedAs } from '../../advocate/rows/trace/source-rows';
import { chosenImportType } from '../parameters/job-type';
import { chosenLimits } from '../parameters/request-options';
import { chosenRowRules } from '../parameters/row-rules';
import { inputItem, isAgentTool } from '../runtime/node-outputs';
import { keptInStore, storedFile } from '../runtime/stored-file';
import { tenantClient } from '../runtime/tenant-client';
import type { UploadOptions } from './upload-options';
import { toldWithout, type UploadOutputs } from './upload-outputs';
import { N8N_TEXTS } from '../runtime/host-texts';

const optionForFile: IDisplayOptions = { show: { '/source': ['binary'] } };

export const fileProperties: INodeProperties[] = [
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		displayOptions: { show: { source: ['binary'] } },
		hint: 'The name of the input field that holds the file',
		description: 'The name of the binary field on the input item that holds the file to upload',
	},
];

export const fileOptions: INodeProperties[] = [
	{
		displayName: 'Check Every Row',
		name: 'checkRows',
		type: 'boolean',
		default: false,
		displayOptions: optionForFile,
		description:
			'Whether to check every row of the file the way input items are checked: bad rows go to the Rejected output, and a file of the good ones is uploaded. The file is read twice, in pieces.',
	},
	{
		displayName: 'Check File Before Uploading',
		name: 'checkFile',
		type: 'boolean',
		default: true,
		displayOptions: optionForFile,
		description:
			'Whether to read the beginning of the file first and refuse the file if its columns do not fit the type, instead of letting every row fail later',
	},
	{
		displayName: 'When the File Is Refused',
		name: 'onRefused',
		type: 'options',
		options: [
			{
				name: 'Stop With an Error',
				value: 'error',
				description: 'The execution fails, which starts the error workflow if there is one',
			},
			{
				name: 'Use the Rejected Output',
				value: 'rejected',
				description: 'The item goes to the Rejected output, with the reasons',
			},
		],
		default: 'error',
		displayOptions: optionForFile,
		description: 'What happens to a file that does not pass the check',
	},
];

interface FileOptions extends UploadOptions {
	checkRows?: boolean;
	checkFile?: boolean;
	onRefused?: 'error' | 'rejected';
}

/**
 * Uploads the file of one item.
 *
 * @throws {FileRefusedError} for a file that can't be right, unless refused files go to Rejected
 * @throws {AdvocateError} when the API refuses the upload or can't be reached
 */
export async function uploadFile(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: UploadOutputs,
): Promise<void> {
	const type = chosenImportType(context, itemIndex);
	const property = context.getNodeParameter('binaryPropertyName', itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as FileOptions;
	const client = await tenantClient(context, chosenLimits(options), itemIndex);
	const binary = await storedFile(context, itemIndex, property, 'Source');
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
	const cleaned = 'rejected' in prepared ? prepared : undefined;
	if (cleaned !== undefined) addRejected(cleaned, itemIndex, outputs);
	if (context.getNodeParameter('dryRun', itemIndex, false) === true) {
		const json = { type, ...(await rehearsalOfFile(prepared, type)) };
		outputs.add('Uploaded', itemIndex, { json });
		context.addExecutionHints({ message: DRY_RUN_NOTE, location: 'outputPane' });
		return;
	}
	if (cleaned?.ranges.count === 0) {
		// There is no item to tell of them.
		const { rejected, summary } = cleaned;
		const all =
			rejected.length > 0 && !summary.rowsSkipped
				? [allRejectedText(countedReasons(rejected), rejected.length)]
				: [];
		for (const message of [...all, ...(summary.warnings ?? [])]) {
			context.addExecutionHints({ message, location: 'outputPane' });
		}
		return;
	}
	const { file, format } = prepared;
	const encoding = options.uploadEncoding ?? 'multipart';
	const fileRef = await client.upload(file, encoding, context.getExecutionId());
	const { fileName, sizeBytes } = file;
	const { summary } = cleaned ?? {};
	const rows = { ...summary, ...uploadedAs(summary?.sourceRows, fileRef) };
	outputs.add('Uploaded', itemIndex, {
		json: { fileRef, type, fileName, format, sizeBytes, ...rows },
	});
}

/** The file to upload, with its rows checked if that is wanted, or why it is refused. */
async function preparedFile(
	context: IExecuteFunctions,
	binary: SourceFile,
	type: ImportJobType,
	options: FileOptions,
): Promise<ImportFile | CleanedFile | FileRefusedError> {
	const { fileName, checkFile } = options;
	const file = await importFileFrom(binary, { type, fileName, checkFile, texts: N8N_TEXTS });
	if (file instanceof FileRefusedError || !options.checkRows) return file;
	const rules = chosenRowRules(context, options);
	const keep = keptInStore(context, file);
	return await cleanedFile(file, { type, ...rules, keep, texts: N8N_TEXTS });
}

/** Adds each rejected row as an item of its own. */
function addRejected(
	{ rejected, ranges, summary }: CleanedFile,
	itemIndex: number,
	outputs: UploadOutputs,
): void {
	const told = ranges.count === 0 ? summary : undefined;
	for (const [place, { row, rowNumber, reasons }] of rejected.entries()) {
		const why = { reasons, rowNumber };
		const json = { ...why, ...toldWithout(place, told), ...(row as IDataObject), ...why };
		outputs.add('Rejected', itemIndex, { json });
	}
}

/** Whether a refused file fails the node or, with an error output, goes there. */
function stopsOnFailure(context: IExecuteFunctions): boolean {
	if (isAgentTool(context)) return false;
	return !context.continueOnFail() || context.getNode().onError === 'continueErrorOutput';
}
