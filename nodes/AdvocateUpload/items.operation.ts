import type {
	IDataObject,
	IDisplayOptions,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { attempted, settled } from '../../advocate/settled';
import { DRY_RUN_NOTE, rehearsalOf } from '../../advocate/imports/dry-run';
import { preparedFromRows } from '../../advocate/imports/prepared';
import { countedReasons } from '../../advocate/imports/reasons';
import { allRejectedText } from '../../advocate/imports/summary';
import { partLimits } from '../../advocate/rows/write/file-parts';
import {
	FilesOfRows,
	type FileSummary,
	type MadeFile,
	type MadeFiles,
} from '../../advocate/rows/write/files-of-rows';
import type { RejectedRow } from '../../advocate/rows/write/prepare-rows';
import { sourceListOf, type SourceList } from '../../advocate/rows/trace/list-fingerprint';
import { uploadedAs } from '../../advocate/rows/trace/source-rows';
import { chosenImportType } from '../parameters/job-type';
import { chosenLimits } from '../parameters/request-options';
import { chosenRowRules } from '../parameters/row-rules';
import { continuesOnFailure } from '../runtime/for-each-item';
import { nodeError } from '../runtime/node-error';
import { noRowsCame, sayNothingToDo } from '../runtime/nothing-came';
import { dependsOnItem } from '../runtime/expressions';
import { inputItem, NodeOutputs } from '../runtime/node-outputs';
import { tenantClient } from '../runtime/tenant-client';
import { itemGroups, type GroupSettings, type ItemGroup, type SettingsReader } from './item-groups';
import { itemRows } from './item-rows';
import type { ItemsOptions } from './upload-options';
import { comesFromSpreadsheet } from './spreadsheets';
import { allRejected, toldWithout, UPLOAD_OUTPUTS, type UploadOutputs } from './upload-outputs';
import { N8N_TEXTS } from '../runtime/host-texts';

const optionForItems: IDisplayOptions = { show: { '/source': ['items'] } };

export const itemsOptions: INodeProperties[] = [
	{
		displayName: 'File Format',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'CSV', value: 'csv' },
			{ name: 'JSON Lines', value: 'jsonl' },
		],
		default: 'jsonl',
		displayOptions: optionForItems,
		description:
			'The format of the files to create. Reward redemptions are always CSV, the only format in which Advocate accepts them.',
	},
	{
		displayName: 'File Name Prefix',
		name: 'prefix',
		type: 'string',
		default: '',
		placeholder: 'e.g. users_',
		displayOptions: optionForItems,
		description: 'What the name of each file begins with. Over SFTP, it tells Advocate the type.',
	},
	{
		displayName: 'Maximum File Size (MB)',
		name: 'maxSize',
		type: 'number',
		typeOptions: { minValue: 0.001 },
		default: 95,
		displayOptions: optionForItems,
		description: 'More than this is split into several files, one output item each',
	},
	{
		displayName: 'Maximum Rows per File',
		name: 'maxRows',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 500000,
		displayOptions: optionForItems,
		description: 'More than this is split into several files, one output item each',
	},
	{
		displayName: 'Prepare Only',
		name: 'prepareOnly',
		type: 'boolean',
		default: false,
		displayOptions: optionForItems,
		description:
			'Whether to output the file as binary data "data" instead of uploading it, for an upload by hand in the portal or over SFTP',
	},
];

interface UploadSettings extends GroupSettings {
	options: ItemsOptions;
	dryRun: boolean;
}

type UploadGroup = ItemGroup<UploadSettings>;

const settings: SettingsReader<UploadSettings> = {
	parameters: ['type', 'options', 'dryRun'],
	read: (context, itemIndex) => ({
		type: chosenImportType(context, itemIndex),
		options: context.getNodeParameter('options', itemIndex, {}) as ItemsOptions,
		dryRun: context.getNodeParameter('dryRun', itemIndex, false) === true,
	}),
};

/**
 * Makes import files from all input items and uploads them: each item ends up in a file or, with its
 * reasons, on Rejected. Throws n8n's errors.
 */
export async function uploadItems(context: IExecuteFunctions): Promise<UploadOutputs> {
	const outputs = new NodeOutputs(context, UPLOAD_OUTPUTS);
	const outcome = await settled(uploadAll(context, outputs));
	if ('value' in outcome) return outputs;
	const failure = await nodeError(context, outcome.thrown);
	if (!continuesOnFailure(context)) throw failure;
	// Nothing was uploaded, but n8n by itself would pass the items on as if everything had been.
	return allRejected(context, failure);
}

/** @throws {AdvocateError} FILE_REFUSED when a row is rejected and the builder wants that to stop everything */
async function uploadAll(context: IExecuteFunctions, outputs: UploadOutputs): Promise<void> {
	const isWithoutInput = noRowsCame(context);
	if (isWithoutInput && lacksType(context)) {
		sayNothingToDo(context);
		return;
	}
	const groups = await itemGroups(context, settings);
	const list = sourceListOf(context.getInputData().map(({ json }) => json));
	const made = groups.map((group) => ({
		group,
		...filesOf(context, group, list, isWithoutInput),
	}));
	// What is set by hand may still make a row of an empty item.
	if (isWithoutInput && made.every(({ files }) => files.length === 0)) {
		sayNothingToDo(context);
		return;
	}
	for (const message of new Set(made.flatMap(({ warnings }) => warnings))) {
		context.addExecutionHints({ message, location: 'outputPane' });
	}
	for (const one of made) {
		if (one.group.dryRun) await rehearse(context, outputs, one);
		else for (const file of one.files) await deliver(context, outputs, file, one.group);
	}
	sayAllRejected(context, made);
	const rejected = made.flatMap((one) =>
		one.rejected.map((row, place) => ({ row, told: toldWithout(place, one.withoutFile) })),
	);
	for (const { row, told } of rejected.sort((a, b) => a.row.rowIndex - b.row.rowIndex)) {
		outputs.add('Rejected', row.rowIndex, rejectedItem(context, row, told));
	}
}

/** Whether an expression looks for the type on an item that has none. */
function lacksType(context: IExecuteFunctions): boolean {
	const type = attempted(() => chosenImportType(context, 0));
	return 'thrown' in type && dependsOnItem(context.getNode().parameters['type']);
}

/**
 * Makes the files of a group, each row numbered as its item is among all items.
 *
 * @param list all items, also those of other groups
 * @param isWithoutInput whether rejected rows are no reason to stop, as they are no rows
 */
function filesOf(
	context: IExecuteFunctions,
	{ type, options, itemIndexes }: UploadGroup,
	list: SourceList,
	isWithoutInput: boolean,
): MadeFiles {
	const { format, fileName = '', prefix = '' } = options;
	const input = context.getInputData();
	const { rows, ...names } = itemRows(context, type, itemIndexes);
	const making = new FilesOfRows(names, {
		...{ type, format, fileName, prefix },
		rules: {
			...chosenRowRules(context, options),
			...(isWithoutInput && { onRejectedRows: 'continue' }),
		},
		limits: partLimits(options),
		texts: N8N_TEXTS,
		sources: itemIndexes.map((itemIndex) => input[itemIndex]?.json),
		areNumbersDoubtful: comesFromSpreadsheet(context),
	});
	let taken = 0;
	for (const row of rows) {
		const itemIndex = itemIndexes[taken++] ?? 0;
		making.take(row, itemIndex, input[itemIndex]?.json);
	}
	return making.end(list);
}

/** Outputs what would be uploaded. */
async function rehearse(
	context: IExecuteFunctions,
	outputs: UploadOutputs,
	{ group, ...made }: MadeFiles & { group: UploadGroup },
): Promise<void> {
	const { type, itemIndexes, tenantAlias } = group;
	const [{ summary: { mapping, timeZone } } = { summary: {} as Partial<FileSummary> }] = made.files;
	const prepared = preparedFromRows(made, type, {});
	const json: IDataObject = {
		type,
		...(await rehearsalOf(prepared)),
		...(tenantAlias !== undefined && { tenantAlias }),
		...(mapping && { mapping }),
		...(timeZone && { timeZone }),
		...(made.warnings.length > 0 && { warnings: made.warnings }),
	};
	outputs.addFromMany('Uploaded', itemIndexes, { json });
	context.addExecutionHints({ message: DRY_RUN_NOTE, location: 'outputPane' });
}

/** A green run without a file must not look as if everything had been uploaded. */
function sayAllRejected(context: IExecuteFunctions, made: MadeFiles[]): void {
	const rejected = made.flatMap((one) => one.rejected);
	const isOther = made.some(({ files, skipped }) => files.length > 0 || skipped > 0);
	if (rejected.length === 0 || isOther) return;
	context.addExecutionHints({
		message: allRejectedText(countedReasons(rejected), rejected.length),
		location: 'outputPane',
	});
}

/** Uploads one file, or outputs it. If that fails and the workflow continues, its rows are rejected. */
async function deliver(
	context: IExecuteFunctions,
	outputs: UploadOutputs,
	made: MadeFile,
	group: UploadGroup,
): Promise<void> {
	const { rowIndexes } = made.part;
	const outcome = await settled(delivered(context, made, group));
	if ('value' in outcome) {
		outputs.addFromMany('Uploaded', rowIndexes, outcome.value);
		return;
	}
	const failure = await nodeError(context, outcome.thrown, tenantItemOf(group));
	if (!continuesOnFailure(context)) throw failure;
	for (const rowIndex of rowIndexes) outputs.addFailure('Rejected', rowIndex, failure);
}

/** An item that tells the tenant of a group; undefined if all items are of the same one. */
function tenantItemOf({ tenantAlias, itemIndexes }: UploadGroup): number | undefined {
	return tenantAlias === undefined ? undefined : itemIndexes[0];
}

async function delivered(
	context: IExecuteFunctions,
	{ file, part, summary }: MadeFile,
	group: UploadGroup,
): Promise<Pick<INodeExecutionData, 'json' | 'binary'>> {
	const { options, tenantAlias } = group;
	const told = { ...summary, ...(tenantAlias !== undefined && { tenantAlias }) };
	if (options.prepareOnly) {
		const { fileName, mimeType } = file;
		const data = await context.helpers.prepareBinaryData(part.content, fileName, mimeType);
		return { json: told, binary: { data } };
	}
	const client = await tenantClient(context, chosenLimits(options), tenantItemOf(group));
	const encoding = options.uploadEncoding ?? 'multipart';
	const fileRef = await client.upload(file, encoding, context.getExecutionId());
	return { json: { fileRef, ...told, ...uploadedAs(told.sourceRows, fileRef) } };
}

function rejectedItem(
	context: IExecuteFunctions,
	{ rowIndex, reasons }: RejectedRow,
	told: IDataObject,
): Pick<INodeExecutionData, 'json' | 'binary'> {
	const { json, binary } = inputItem(context, rowIndex);
	const why = { reasons: [...reasons], rowNumber: rowIndex + 1 };
	return { json: { ...why, ...told, ...json, ...why }, binary };
}
