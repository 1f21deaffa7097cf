import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { importType } from '../parameters/job-type';
import { attempts, requestTimeout, retryTimeLimit } from '../parameters/request-options';

const fromBinary: IDisplayOptions = { show: { source: ['binary'] } };
const fromItems: IDisplayOptions = { show: { source: ['items'] } };
const optionForBinary: IDisplayOptions = { show: { '/source': ['binary'] } };
const optionForItems: IDisplayOptions = { show: { '/source': ['items'] } };

const source: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'A File',
			value: 'binary',
			description: 'A CSV or JSON Lines file on each input item',
		},
		{
			name: 'Input Items',
			value: 'items',
			description: 'Each input item is a row: from a CRM, a sheet, a database',
		},
	],
	default: 'binary',
	description: 'Where the rows come from',
};

const binaryPropertyName: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	displayOptions: fromBinary,
	hint: 'The name of the input field that holds the file',
	description: 'The name of the field of the input item that holds the file to upload',
};

const rowMode: INodeProperties = {
	displayName: 'Rows',
	name: 'rowMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Map Columns',
			value: 'mapped',
			description: "Match the names on the items with Advocate's fields, or choose each",
		},
		{
			name: 'Items as They Are',
			value: 'asIs',
			description: 'The items have the names of Advocate, with dots (customFields.plan) or nested',
		},
	],
	default: 'mapped',
	displayOptions: fromItems,
	description: 'How items become rows',
};

const columns: INodeProperties = {
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
	displayOptions: { show: { source: ['items'], rowMode: ['mapped'] } },
	description:
		'Mapped automatically, names are matched the way CRMs write them (First Name, first_name, Email Address). The output says as "mapping" what was matched.',
};

const mappingNotice: INodeProperties = {
	displayName:
		'Mapped automatically, names need not be the same, whatever n8n says above: <b>First Name</b>, <b>first_name</b> and <b>Email Address</b> are found. After a run the output says as "mapping" what was matched. To correct it, set the field under Additional Columns, or map each column manually.',
	name: 'mappingNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { source: ['items'], rowMode: ['mapped'] } },
};

const additionalColumns: INodeProperties = {
	displayName: 'Additional Columns',
	name: 'additionalColumns',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Column' },
	placeholder: 'Add Column',
	default: {},
	displayOptions: { show: { source: ['items'], rowMode: ['mapped'] } },
	description:
		'Columns set by hand, beside those above: the same account ID for every row, a field of an event',
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
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		attempts,
		{
			displayName: 'Check Every Row',
			name: 'checkRows',
			type: 'boolean',
			default: false,
			displayOptions: optionForBinary,
			description:
				'Whether to check every row of the file as input items are checked: bad rows leave on the Rejected output, and a file of the good ones is uploaded. The file is read twice, in pieces.',
		},
		{
			displayName: 'Check File Before Uploading',
			name: 'checkFile',
			type: 'boolean',
			default: true,
			displayOptions: optionForBinary,
			description:
				'Whether to read the beginning of the file first and refuse it when its columns do not fit the type, so that not every row fails later',
		},
		{
			displayName: 'Duplicate Rows',
			name: 'duplicates',
			type: 'options',
			options: [
				{ name: 'Last One Wins', value: 'lastWins' },
				{ name: 'Reject the Later Ones', value: 'reject' },
			],
			default: 'lastWins',
			description:
				'What happens to rows of the same user (account ID and user ID), where every row is checked. Those not sent go out on Rejected.',
		},
		{
			displayName: 'Empty Texts',
			name: 'emptyText',
			type: 'options',
			options: [
				{ name: 'Leave Out', value: 'omit', description: 'The field keeps its value in Advocate' },
				{ name: 'Send to Clear the Field', value: 'send' },
			],
			default: 'omit',
			description: 'What an empty text in a row means, where every row is checked',
		},
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
			description: 'The format of the files that are made',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. contacts.csv',
			description: 'The name to upload the file under, in place of its own',
		},
		{
			displayName: 'File Name Prefix',
			name: 'prefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. users_',
			displayOptions: optionForItems,
			description: 'What the name of each file begins with. For SFTP it tells Advocate the type.',
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
				'Whether to hand the file out as binary data "data" and not upload it, for an upload by hand in the portal or over SFTP',
		},
		requestTimeout,
		retryTimeLimit,
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
			displayName: 'Time Zone',
			name: 'timeZone',
			type: 'string',
			default: '',
			placeholder: 'e.g. Europe/Paris',
			description:
				'The time zone of dates that name none, such as 2024-05-01. Empty: that of the workflow.',
		},
		{
			displayName: "Values That Don't Fit",
			name: 'unfitValues',
			type: 'options',
			options: [
				{
					name: 'Leave Out',
					value: 'leaveOut',
					description: 'The rest of the row is sent, and the output warns of the field',
				},
				{ name: 'Reject the Row', value: 'reject' },
			],
			default: 'reject',
			description:
				'What happens when an optional field has a value that it cannot take, such as the country "Canada" for CA, where every row is checked. Rows to delete are always rejected.',
		},
		{
			displayName: 'When Rows Are Rejected',
			name: 'onRejectedRows',
			type: 'options',
			options: [
				{
					name: 'Go on Without Them',
					value: 'continue',
					description: 'They leave on the Rejected output, the others are uploaded',
				},
				{
					name: 'Stop With an Error',
					value: 'error',
					description: 'Nothing is uploaded',
				},
			],
			default: 'continue',
			description: 'What happens when a row is not right, where every row is checked',
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
			displayOptions: optionForBinary,
			description: 'What happens to a file that does not pass the check',
		},
	],
};

/** What Upload can be told, in the order of its panel. */
export const uploadProperties: INodeProperties[] = [
	importType,
	source,
	binaryPropertyName,
	rowMode,
	columns,
	mappingNotice,
	additionalColumns,
	options,
];
