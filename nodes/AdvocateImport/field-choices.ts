import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ImportJobType } from '../../advocate/api/job-types';
import { chosenFields, type FieldChoice } from '../../advocate/imports/id-columns';
import { hasExpression } from '../runtime/expressions';
import { columnsRead, reader } from '../AdvocateUpload/set-columns';

const forEvents: IDisplayOptions = { show: { type: ['MUTATION/USER_EVENT'] } };

/** The settings of the fields that every row needs, and of the other columns. */
export const fieldProperties: INodeProperties[] = [
	{
		displayName: 'Account ID',
		name: 'accountId',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Match Automatically',
				value: 'match',
				description: 'By its name, the way CRMs write it',
			},
			{ name: 'A Column', value: 'column' },
			{
				name: 'Same as User ID',
				value: 'userId',
				description: 'Each user is an account of their own',
			},
			{ name: 'A Fixed Value', value: 'value', description: 'The same for every row' },
		],
		default: 'match',
		description:
			'In Advocate, every user belongs to an account: the company or the household that shares in the rewards. If your users have none, choose Same as User ID. Files and errors call it accountId.',
	},
	column('accountId', 'Account ID Column', 'e.g. Company ID'),
	fixedValue('accountId', 'Account ID Value', 'e.g. acme'),
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Match Automatically',
				value: 'match',
				description: 'By its name, the way CRMs write it',
			},
			{ name: 'A Column', value: 'column' },
		],
		default: 'match',
		description:
			'What identifies the user within the account, such as the ID of a contact in your CRM. By the same ID, a user is updated the next time. For events, files and errors call it userId.',
	},
	column('userId', 'User ID Column', 'e.g. Contact ID'),
	{
		displayName: 'Event Key',
		name: 'eventKey',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Match Automatically',
				value: 'match',
				description: 'By its name, the way CRMs write it',
			},
			{ name: 'A Column', value: 'column' },
			{ name: 'A Fixed Value', value: 'value', description: 'The same for every row' },
		],
		default: 'match',
		displayOptions: forEvents,
		description:
			'What the user did, by the key that your program in Advocate has for it. Files and errors call it event.key.',
	},
	column('eventKey', 'Event Key Column', 'e.g. Event'),
	fixedValue('eventKey', 'Event Key Value', 'e.g. purchase'),
	{
		displayName: 'Other Columns',
		name: 'otherColumns',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Match Automatically',
				value: 'match',
				description: 'By their names, the way CRMs write them',
			},
			{
				name: 'Match, and Set Some',
				value: 'matchAndSet',
				description: 'What is set replaces what is matched',
			},
			{
				name: 'Choose',
				value: 'choose',
				description: 'Only the chosen fields are imported. For input items.',
			},
		],
		default: 'match',
		description:
			'Which other fields are imported. Names are recognized the way CRMs write them (First Name, first_name, Email Address); the output shows what was matched as "mapping".',
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			loadOptionsDependsOn: ['type'],
			resourceMapper: {
				resourceMapperMethod: 'getOtherColumns',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				supportAutoMap: false,
			},
		},
		displayOptions: { show: { otherColumns: ['choose'] } },
		description: 'The fields to import, and where each value comes from',
	},
	{
		displayName: 'Additional Columns',
		name: 'additionalColumns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Column' },
		placeholder: 'Add Column',
		default: {},
		displayOptions: { show: { otherColumns: ['choose', 'matchAndSet'] } },
		description: 'Fields to set, such as a field of an event, or the same value for every row',
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

function column(name: string, displayName: string, placeholder: string): INodeProperties {
	return {
		displayName,
		name: `${name}Column`,
		type: 'string',
		default: '',
		placeholder,
		displayOptions: { show: shownFor(name, 'column') },
		description:
			'The name of the column; within objects with dots, such as properties.company. You can also drag the field here. Leave empty to match it automatically.',
	};
}

function fixedValue(name: string, displayName: string, placeholder: string): INodeProperties {
	return {
		displayName,
		name: `${name}Value`,
		type: 'string',
		default: '',
		placeholder,
		displayOptions: { show: shownFor(name, 'value') },
		description: 'The value for every row',
	};
}

function shownFor(name: string, mode: string): NonNullable<IDisplayOptions['show']> {
	return { [name]: [mode], ...(name === 'eventKey' && forEvents.show) };
}

const SETTINGS = {
	accountId: { name: 'accountId', label: 'Account ID' },
	id: { name: 'userId', label: 'User ID' },
	userId: { name: 'userId', label: 'User ID' },
	'event.key': { name: 'eventKey', label: 'Event Key' },
} as const;

/**
 * Where the fields that every row needs come from, for rows of input items or of a file.
 *
 * @param itemIndex the item with the file; undefined for rows of input items, of which each may give a value of its own
 */
export function fieldChoices(
	context: IExecuteFunctions,
	type: ImportJobType,
	itemIndex?: number,
): FieldChoice[] {
	return chosenFields(type).map((field) => {
		const { name, label } = SETTINGS[field];
		const mode = context.getNodeParameter(name, itemIndex ?? 0, 'match');
		const choice = { field, label };
		if (mode === 'userId') return { ...choice, from: 'userId' };
		if (mode === 'column') return { ...choice, ...entered(context, `${name}Column`, itemIndex) };
		if (mode !== 'value') return { ...choice, from: 'match' };
		const { column: fixed, ...value } = entered(context, `${name}Value`, itemIndex);
		return { ...choice, ...value, from: 'value', ...(fixed !== undefined && { fixed }) };
	});
}

/** What was entered: a text, or a value for each row if it is an expression, as it is when a field is dragged there. */
function entered(
	context: IExecuteFunctions,
	name: string,
	itemIndex: number | undefined,
): Pick<FieldChoice, 'from' | 'column' | 'read' | 'reads' | 'fixed'> {
	const raw = context.getNode().parameters[name];
	if (!hasExpression(raw)) return { from: 'column', column: typeof raw === 'string' ? raw : '' };
	if (itemIndex === undefined) {
		return { from: 'value', read: reader(context, raw), reads: columnsRead(raw) };
	}
	const value: unknown = context.getNodeParameter(name, itemIndex);
	return { from: 'value', read: () => value };
}
