import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types';
import { AdvocateError } from '../../advocate/errors';
import { isRecord } from '../../advocate/json';
import {
	rowsAsTheyAre,
	rowsMatched,
	rowsOfColumns,
	type NamedRows,
	type SetColumn,
} from '../../advocate/rows/read/named-rows';
import { checkTypedNames } from '../../advocate/rows/read/typed-names';
import { hasExpression } from '../runtime/expressions';
import { N8N_TEXTS } from '../runtime/host-texts';
import { additionalColumns, mappedColumns } from './set-columns';

const forItems = { source: ['items'] };
const whenMatched: IDisplayOptions = { show: { ...forItems, rowMode: ['matched'] } };
const whenMapped: IDisplayOptions = { show: { ...forItems, rowMode: ['mapped'] } };
const whenNamed: IDisplayOptions = { show: { ...forItems, rowMode: ['matched', 'mapped'] } };

/** How input items become rows. */
export const itemRowsProperties: INodeProperties[] = [
	{
		displayName: 'Rows',
		name: 'rowMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Match Automatically',
				value: 'matched',
				description:
					"The names on the items are matched with Advocate's fields, the way CRMs write them: First Name, first_name and Email Address are recognized",
			},
			{
				name: 'Map Each Column Manually',
				value: 'mapped',
				description: 'Choose each field, and where its value comes from',
			},
			{
				name: 'Items as They Are',
				value: 'asIs',
				description:
					"The items already have Advocate's field names, with dots (customFields.plan) or nested",
			},
		],
		default: 'matched',
		displayOptions: { show: forItems },
		description:
			'How items become rows. What was matched, the output shows as "mapping"; to correct it, set the field under Additional Columns.',
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		typeOptions: {
			loadOptionsDependsOn: ['type'],
			resourceMapper: {
				resourceMapperMethod: 'getMappingColumns',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				// The mapper's own way to match says that names must be identical, which they need not be.
				supportAutoMap: false,
			},
		},
		displayOptions: whenMapped,
		description: 'The fields to upload, and where each value comes from',
	},
	// Kept, so that a mapping which is not used does not go unnoticed: see assertNotMapped.
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'hidden',
		default: {},
		displayOptions: whenMatched,
	},
	{
		displayName:
			'By its <b>idempotency key</b>, Advocate recognizes an event that is sent again within 24 hours. A key has 8 to 64 letters, digits, "-", "_" and ".". This expression turns any texts into one: <code>{{ [$json.userId, $json.date].join("|").hash("sha256") }}</code>',
		name: 'idempotencyKeyNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: { ...forItems, rowMode: ['matched', 'mapped'], type: ['MUTATION/USER_EVENT'] },
		},
	},
	{
		displayName: 'Additional Columns',
		name: 'additionalColumns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Column' },
		placeholder: 'Add Column',
		default: {},
		displayOptions: whenNamed,
		description:
			'Columns to set in addition to those above, such as the same account ID for every row, or a field of an event',
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
						placeholder: 'e.g. event.fields.revenue',
						description: "The name of Advocate's field, with dots",
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. {{ $json.amount }}',
						description: 'The value for each item',
					},
				],
			},
		],
	},
];

/**
 * The rows that the builder asked for: items as they are, matched by name, or mapped one by one.
 *
 * @param itemIndexes the input items that become rows, in this order
 */
export function itemRows(
	context: IExecuteFunctions,
	type: ImportJobType,
	itemIndexes: readonly number[],
): NamedRows {
	const input = context.getInputData();
	const items = itemIndexes.map((itemIndex) => input[itemIndex]?.json ?? {});
	const mode = context.getNodeParameter('rowMode', 0, 'matched');
	if (mode === 'asIs') return rowsAsTheyAre(items);
	if (mode === 'matched') assertNotMapped(context.getNode().parameters['columns']);
	const ofItems = (columns: SetColumn[]) => columns.map((column) => byRow(column, itemIndexes));
	const additional = ofItems(additionalColumns(context, type, itemIndexes));
	const mapped = mode === 'mapped' ? mappedColumns(context, type, itemIndexes) : undefined;
	const columns = [...(mapped === undefined ? [] : ofItems(mapped)), ...additional];
	const typed = checkTypedNames(columns, items, type, N8N_TEXTS.file);
	const rows =
		mapped === undefined
			? rowsMatched(items, columns, type, N8N_TEXTS.file)
			: rowsOfColumns(items, columns);
	return { ...rows, warnings: () => [...typed, ...(rows.warnings?.() ?? [])] };
}

/**
 * Columns that somebody has mapped are not passed over in silence: in a workflow made when the mapper had automatic
 * matching too, they were what counted.
 *
 * @throws {AdvocateError} SETTINGS_INVALID
 */
function assertNotMapped(columns: unknown): void {
	const { mappingMode, value } = isRecord(columns) ? columns : {};
	const values = isRecord(value) ? Object.values(value) : [value];
	const isMapped = values.some((one) => ![undefined, null, ''].includes(one as null));
	const isUsed = hasExpression(columns) || (mappingMode === 'defineBelow' && isMapped);
	if (!isUsed) return;
	throw new AdvocateError(
		'SETTINGS_INVALID',
		'Columns are mapped one by one, but "Rows" is set to match them automatically',
		{
			hint: 'Set "Rows" to "Map Each Column Manually" to use what is mapped. To match by name instead, remove the mapped values there first.',
		},
	);
}

/** A column that is read by the number of an item, read by the number of the row that is made of it. */
export function byRow(column: SetColumn, itemIndexes: readonly number[]): SetColumn {
	const { read } = column;
	return { ...column, read: (row, rowIndex) => read(row, itemIndexes[rowIndex] ?? rowIndex) };
}
