import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types';
import {
	rowsAsTheyAre,
	rowsMatched,
	rowsOfColumns,
	type NamedRows,
	type SetColumn,
} from '../../advocate/rows/read/named-rows';
import { checkTypedNames } from '../../advocate/rows/read/typed-names';
import { N8N_TEXTS } from '../runtime/host-texts';
import { additionalColumns, mappedColumns } from './set-columns';

const whenMapped: IDisplayOptions = { show: { source: ['items'], rowMode: ['mapped'] } };

/** How input items become rows. */
export const itemRowsProperties: INodeProperties[] = [
	{
		displayName: 'Rows',
		name: 'rowMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Map Columns',
				value: 'mapped',
				description:
					"Match the names on the items with Advocate's fields, or map each field yourself",
			},
			{
				name: 'Items as They Are',
				value: 'asIs',
				description:
					"The items already have Advocate's field names, with dots (customFields.plan) or nested",
			},
		],
		default: 'mapped',
		displayOptions: { show: { source: ['items'] } },
		description: 'How items become rows',
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		required: true,
		typeOptions: {
			loadOptionsDependsOn: ['type'],
			resourceMapper: {
				resourceMapperMethod: 'getMappingColumns',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				supportAutoMap: true,
			},
		},
		displayOptions: whenMapped,
		description:
			'Automatic mapping recognizes names the way CRMs write them (First Name, first_name, Email Address). The output shows what was matched as "mapping".',
	},
	{
		displayName:
			'With automatic mapping, names need not be identical, whatever n8n says above: <b>First Name</b>, <b>first_name</b> and <b>Email Address</b> are recognized. After a run, the output shows what was matched as "mapping". To correct it, set the field under Additional Columns, or map each column manually. If a row has two IDs that differ, such as its own and <b>user_id</b>, nothing is uploaded until you set the User ID there.',
		name: 'mappingNotice',
		type: 'notice',
		default: '',
		displayOptions: whenMapped,
	},
	{
		displayName:
			'By its <b>idempotency key</b>, Advocate recognizes an event that is sent again within 24 hours. A key has 8 to 64 letters, digits, "-", "_" and ".". This expression turns any texts into one: <code>{{ [$json.userId, $json.date].join("|").hash("sha256") }}</code>',
		name: 'idempotencyKeyNotice',
		type: 'notice',
		default: '',
		displayOptions: {
			show: { source: ['items'], rowMode: ['mapped'], type: ['MUTATION/USER_EVENT'] },
		},
	},
	{
		displayName: 'Additional Columns',
		name: 'additionalColumns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Column' },
		placeholder: 'Add Column',
		default: {},
		displayOptions: whenMapped,
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
	if (context.getNodeParameter('rowMode', 0, 'mapped') === 'asIs') return rowsAsTheyAre(items);
	const ofItems = (columns: SetColumn[]) => columns.map((column) => byRow(column, itemIndexes));
	const additional = ofItems(additionalColumns(context, type, itemIndexes));
	const mapped = mappedColumns(context, type, itemIndexes);
	const columns = [...(mapped === undefined ? [] : ofItems(mapped)), ...additional];
	const typed = checkTypedNames(columns, items, type, N8N_TEXTS.file);
	const rows =
		mapped === undefined
			? rowsMatched(items, columns, type, N8N_TEXTS.file)
			: rowsOfColumns(items, columns);
	return { ...rows, warnings: () => [...typed, ...(rows.warnings?.() ?? [])] };
}

/** A column that is read by the number of an item, read by the number of the row that is made of it. */
export function byRow(column: SetColumn, itemIndexes: readonly number[]): SetColumn {
	const { read } = column;
	return { ...column, read: (row, rowIndex) => read(row, itemIndexes[rowIndex] ?? rowIndex) };
}
