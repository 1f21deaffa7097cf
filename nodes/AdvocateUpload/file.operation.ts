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
import type { FileColumn } from '../../advocate/rows/read/file-names';
import { fieldOfColumn } from '../../advocate/rows/read/named-rows';
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
import { originOf } from './set-columns';
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
	{
		displayName: 'Rows',
		name: 'fileMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Check Every Row',
				value: 'checked',
				description:
					"Match the names of the columns with Advocate's fields, check and convert every row, and upload those that are right",
			},
			{
				name: 'Check Every Row, Names as They Are',
				value: 'checkedAsIs',
				description: "The same for a file whose columns already have Advocate's field names",
			},
			{
				name: 'Send the File as It Is',
				value: 'asIs',
				description: 'Check only the beginning of the file, and upload it unchanged',
			},
		],
		default: 'checked',
		displayOptions: { show: { source: ['binary'] } },
		description:
			'How the rows of the file are imported. Checked, they may be in whatever form a program writes: commas, semicolons or tabs, UTF-8, UTF-16 or Windows-1252, JSON, gzip. The output tells what was found as "dialect".',
	},
	{
		displayName: 'Additional Columns',
		name: 'fileColumns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Column' },
		placeholder: 'Add Column',
		default: {},
		displayOptions: { show: { source: ['binary'], fileMode: ['checked', 'checkedAsIs'] } },
		description:
			'Fields to set in addition to those that are matched, or in their place: the same account ID for every row, or what another column of the file holds',
		options: [
			{
				displayName: 'Column',
				name: 'column',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'string',
						default: '',
						placeholder: 'e.g. customFields.plan',
						description: "The name of Advocate's field, with dots",
					},
					{
						displayName: 'Column in the File',
						name: 'column',
						type: 'string',
						default: '',
						placeholder: 'e.g. Plan (2024)',
						description:
							'The name of the column whose values go into the field. Leave empty to set the same value in every row.',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. acme',
						description: 'The value for every row, if no column is named',
					},
				],
			},
		],
	},
];

export const fileOptions: INodeProperties[] = [
	{
		displayName: 'Check File Before Uploading',
		name: 'checkFile',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/source': ['binary'], '/fileMode': ['asIs'] } },
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

/** How the rows of a file are imported. */
type FileMode = 'checked' | 'checkedAsIs' | 'asIs';

interface FileOptions extends UploadOptions {
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
	const mode = context.getNodeParameter('fileMode', itemIndex, 'checked') as FileMode;
	const prepared =
		mode === 'asIs'
			? await importFileFrom(binary, { ...options, type, texts: N8N_TEXTS })
			: await checkedFile(context, itemIndex, binary, { type, options, mode });
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
	const cleaned = isCleaned(prepared) ? prepared : undefined;
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

/** A file of the rows that are right, or why the file is refused. */
async function checkedFile(
	context: IExecuteFunctions,
	itemIndex: number,
	binary: SourceFile,
	{ type, options, mode }: { type: ImportJobType; options: FileOptions; mode: FileMode },
): Promise<CleanedFile | FileRefusedError> {
	return await cleanedFile(binary, {
		...chosenRowRules(context, options),
		type,
		fileName: options.fileName,
		names: mode === 'checked' ? 'matched' : 'asIs',
		columns: fileColumns(context, type, itemIndex),
		keep: keptInStore(context),
		texts: N8N_TEXTS,
	});
}

/**
 * The fields that are set by hand for a file.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for what is not a field of the type
 */
function fileColumns(
	context: IExecuteFunctions,
	type: ImportJobType,
	itemIndex: number,
): FileColumn[] {
	const { column: entered = [] } = context.getNodeParameter('fileColumns', itemIndex, {}) as {
		column?: Array<{ field?: string; column?: string; value?: unknown }>;
	};
	const { column: raw = [] } = (context.getNode().parameters['fileColumns'] ?? {}) as {
		column?: Array<{ value?: unknown }>;
	};
	return entered.map(({ field = '', column = '', value }, place) => {
		const name = fieldOfColumn(field, type, 'additional column');
		if (column !== '') return { field: name, column };
		return { field: name, value, ...originOf(raw[place]?.value) };
	});
}

function isCleaned(file: ImportFile | CleanedFile): file is CleanedFile {
	return 'rejected' in file;
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
