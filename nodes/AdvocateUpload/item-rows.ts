import type { IDisplayOptions, IExecuteFunctions, INode, INodeProperties } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types';
import {
	fieldOfColumn,
	rowsAsTheyAre,
	rowsMatched,
	rowsOfColumns,
	type NamedRows,
	type SetColumn,
} from '../../advocate/rows/read/named-rows';
import { valueAt } from '../../advocate/json';

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
			'With automatic mapping, names need not be identical, whatever n8n says above: <b>First Name</b>, <b>first_name</b> and <b>Email Address</b> are recognized. After a run, the output shows what was matched as "mapping". To correct it, set the field under Additional Columns, or map each column manually.',
		name: 'mappingNotice',
		type: 'notice',
		default: '',
		displayOptions: whenMapped,
	},
	{
		displayName:
			'By its <b>idempotency key</b> Advocate knows an event that is sent again within 24 hours. A key has 8 to 64 letters, digits, "-", "_" and ".". This expression makes one of any texts: <code>{{ [$json.userId, $json.date].join("|").hash("sha256") }}</code>',
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
						description:
							'The value for each item. As idempotencyKey, {{ [$json.userId, $json.date].join("|").hash("sha256") }} is a key that Advocate takes, whatever the texts.',
					},
				],
			},
		],
	},
];

/** The value of the resource mapper, as the workflow holds it. */
interface Columns {
	mappingMode?: 'autoMapInputData' | 'defineBelow';
	value?: Record<string, unknown> | null;
}

/** The rows that the builder asked for: items as they are, matched by name, or mapped one by one. */
export function itemRows(context: IExecuteFunctions, type: ImportJobType): NamedRows {
	const items = context.getInputData().map(({ json }) => json);
	if (context.getNodeParameter('rowMode', 0, 'mapped') === 'asIs') return rowsAsTheyAre(items);
	const { mappingMode, value } = rawColumns(context.getNode());
	const additional = additionalColumns(context, type);
	if (mappingMode !== 'defineBelow') return rowsMatched(items, additional, type);
	return rowsOfColumns(items, [...mappedColumns(context, value ?? {}), ...additional]);
}

/**
 * The mapper's value with its expressions unresolved. n8n would resolve and check it as a whole for each
 * item, and stop the node at the first value of the wrong type, where only that row should be rejected.
 */
function rawColumns({ parameters }: INode): Columns {
	const columns = parameters['columns'];
	return typeof columns === 'object' && columns !== null ? (columns as Columns) : {};
}

function mappedColumns(context: IExecuteFunctions, value: Record<string, unknown>): SetColumn[] {
	return Object.entries(value)
		.filter(([, expression]) => expression !== null && expression !== undefined)
		.map(([field, expression]) => ({ field, read: reader(context, expression) }));
}

/** Columns set by hand, for fields that the list does not offer: event fields, a program's referral codes. */
function additionalColumns(context: IExecuteFunctions, type: ImportJobType): SetColumn[] {
	const { column = [] } = (context.getNode().parameters['additionalColumns'] ?? {}) as {
		column?: Array<{ field?: string; value?: unknown }>;
	};
	return column.map(({ field = '', value }) => ({
		field: fieldOfColumn(field, type, 'additional column'),
		read: reader(context, value),
	}));
}

/**
 * `{{ $json.a.b["c d"] }}` and nothing else, which is read without the expression engine, many times
 * faster.
 */
const JSON_PATH = /^=\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\["[^"\\]*"\]|\['[^'\\]*'\])+)\s*\}\}$/;
const PATH_PART = /\.([A-Za-z_$][\w$]*)|\["([^"\\]*)"\]|\['([^'\\]*)'\]/g;

function reader(context: IExecuteFunctions, expression: unknown): SetColumn['read'] {
	if (typeof expression !== 'string' || !expression.startsWith('=')) return () => expression;
	const path = JSON_PATH.exec(expression)?.[1];
	if (path === undefined) {
		return (_row, itemIndex) => context.evaluateExpression(expression.slice(1), itemIndex);
	}
	const keys = [...path.matchAll(PATH_PART)].map(([, a, b, c]) => a ?? b ?? c ?? '');
	return (row) => valueAt(row, keys);
}
