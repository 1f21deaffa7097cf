import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types';
import { AdvocateError } from '../../advocate/errors';
import { columnNames, matchColumns } from '../../advocate/fields/crm-names';
import { chosenFields } from '../../advocate/imports/id-columns';
import { isRecord, parsedJson } from '../../advocate/json';
import { fromModel, onlyAsStep, onlyAsTool } from '../parameters/agent-tool';

/** What the rows come from. */
export type RowSource = 'items' | 'binary' | 'list';

const rowsFrom: INodeProperties = {
	displayName: 'Rows From',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Detect Automatically',
			value: 'auto',
			description: 'A file if the input items hold files, otherwise each item is a row',
		},
		{
			name: 'Input Items',
			value: 'items',
			description: 'Each input item is a row, for example from a CRM, a sheet or a database',
		},
		{
			name: 'A File',
			value: 'binary',
			description:
				'A file on each input item, as a program writes it: commas, semicolons or tabs, UTF-8, UTF-16 or Windows-1252, JSON, gzip',
		},
		{
			name: 'A List',
			value: 'list',
			description: 'A list of objects, for example one that an AI model fills in',
		},
	],
	default: 'auto',
	description: 'Where the rows come from',
};

const rows: INodeProperties = {
	displayName: 'Rows',
	name: 'rows',
	type: 'json',
	default: '[]',
	required: true,
	description: 'The rows as a list of objects, one for each row, with the columns as their fields',
};

const whenListed = { source: ['list'] };

/** As a tool, an AI agent has no items or files, so there the rows are a list that the model gives. */
export const sourceProperties: INodeProperties[] = [
	{ ...rowsFrom, displayOptions: onlyAsStep() },
	{ ...rowsFrom, default: 'list', displayOptions: onlyAsTool() },
	{ ...rows, displayOptions: onlyAsStep(whenListed) },
	{
		...rows,
		default: fromModel(
			'Rows',
			'The rows to import, as a list of objects. Each has accountId (the account, company or household) and id (the user), or accountId, userId and event.key for an event, and any other fields',
			'json',
		),
		displayOptions: onlyAsTool(whenListed),
	},
];

/** Names and MIME types of what may be an import file. */
const IMPORT_FILE = /\.(csv|jsonl|ndjson|json|txt|tsv)(\.gz)?$/i;
const IMPORT_MIME =
	/^(text\/(csv|plain|tab-separated-values)|application\/(json|jsonl|x-ndjson|csv))/i;

/**
 * What the rows come from, as it was chosen or as the input items show it.
 *
 * @throws {AdvocateError} SETTINGS_INVALID if they show both or neither
 */
export function rowSource(context: IExecuteFunctions, type: ImportJobType): RowSource {
	const chosen: unknown = context.getNodeParameter('source', 0, 'auto');
	if (chosen === 'items' || chosen === 'binary' || chosen === 'list') return chosen;
	const items = context.getInputData();
	const withFile = items.filter(hasBinary);
	if (withFile.length === 0) return 'items';
	const withRow = items.filter(({ json }) => isRow(json, type));
	const withImportFile = withFile.filter(hasImportFile);
	if (withRow.length === items.length && withImportFile.length === 0) return 'items';
	if (withFile.length === items.length && withRow.length === 0) return 'binary';
	throw new AdvocateError(
		'SETTINGS_INVALID',
		'The input items hold files and rows, so it is not certain which of them to import',
		{ hint: 'Nothing was sent. Set "Rows From" to "Input Items" or to "A File".' },
	);
}

function hasBinary({ binary }: INodeExecutionData): boolean {
	return Object.keys(binary ?? {}).length > 0;
}

function hasImportFile({ binary = {} }: INodeExecutionData): boolean {
	return Object.values(binary).some(
		({ fileName = '', mimeType }) => IMPORT_FILE.test(fileName) || IMPORT_MIME.test(mimeType),
	);
}

/**
 * Whether an item's JSON is a row and not what is told of a file: a file's item may well have an ID, but no field of a
 * row besides it.
 */
function isRow(json: IDataObject, type: ImportJobType): boolean {
	const fields = new Set(matchColumns(columnNames(json, type), type).values());
	const needed = chosenFields(type);
	const others = [...fields].filter((field) => !DATES.has(field));
	return needed.every((field) => fields.has(field)) || others.length > 1;
}

/** Fields that the names of a file's own dates match. */
const DATES = new Set(['dateCreated', 'event.dateTriggered']);

/**
 * The rows of the list that an item, or a model, gives.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for anything but a list of objects
 */
export function listedRows(context: IExecuteFunctions, itemIndex: number): IDataObject[] {
	const given: unknown = context.getNodeParameter('rows', itemIndex, []);
	const value = typeof given === 'string' ? parsedJson(given) : given;
	const rows: unknown[] = Array.isArray(value) ? value : [value];
	if (rows.every(isRecord)) return rows as IDataObject[];
	throw new AdvocateError('SETTINGS_INVALID', '"Rows" is not a list of objects', {
		hint: 'Give one object for each row, such as [{"accountId": "acme", "id": "ann"}].',
	});
}
