import type {
	IExecuteFunctions,
	INodeProperties,
	INodePropertyOptions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { ExportJobType, ImportJobType } from '../../advocate/api/job-types';
import { importType } from '../../advocate/jobs/given';

export const IMPORT_TYPE_OPTIONS: Array<INodePropertyOptions & { value: ImportJobType }> = [
	{
		name: 'Users',
		value: 'MUTATION/USER',
		description: 'Creates users, or updates those that already exist',
	},
	{
		name: 'User Events',
		value: 'MUTATION/USER_EVENT',
		description: 'Records what users did, such as a purchase',
	},
	{
		name: 'Reward Redemptions',
		value: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
		description:
			'Redeems rewards, from the "available balance" report with "valueToRedeem" filled in',
	},
	{
		name: 'Delete Users',
		value: 'MUTATION/DELETE_USER',
		description: 'Deletes users for good',
	},
];

const EXPORT_TYPE_OPTIONS: Array<INodePropertyOptions & { value: ExportJobType }> = [
	{ name: 'Export: Redeemable Reward Balances', value: 'QUERY/REDEEMABLE_REWARD_BALANCE' },
	{ name: 'Export: Referral Participants', value: 'QUERY/REFERRAL_PARTICIPANT' },
	{ name: 'Export: Referrals', value: 'QUERY/REFERRAL' },
	{ name: 'Export: Reward Balances', value: 'QUERY/REWARD_BALANCE' },
	{ name: 'Export: Rewards', value: 'QUERY/REWARD' },
	{ name: 'Export: US Taxable Values', value: 'QUERY/US_TAXABLE_VALUE' },
	{ name: 'Export: User Events', value: 'QUERY/USER_EVENT' },
	{ name: 'Export: User Referrals', value: 'QUERY/USER_REFERRAL' },
	{ name: 'Export: User Reward Balances', value: 'QUERY/USER_REWARD_BALANCE' },
	{ name: 'Export: Users', value: 'QUERY/USER' },
];

/** Stands for the type on the item, which Upload puts there. */
export const TYPE_FROM_ITEM = 'fromItem';

/** Stands for jobs of every type. */
export const ANY_TYPE = 'any';

/** What a file holds, chosen where the file enters the workflow: on Upload. */
export const typeOfFile: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	noDataExpression: false,
	options: IMPORT_TYPE_OPTIONS,
	default: 'MUTATION/USER',
	description: 'What the rows of the file are',
};

/**
 * The type chosen in `typeOfFile`.
 *
 * @throws {AdvocateError} SETTINGS_INVALID when an expression gives anything but a type of import
 */
export function chosenImportType(context: IExecuteFunctions, itemIndex: number): ImportJobType {
	return importType(
		context.getNodeParameter('type', itemIndex),
		'Choose the Type from the list, or use an expression that gives one of its values, for example MUTATION/USER.',
	);
}

/** The type on a node after Upload. */
export const typeOfItem: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	options: [
		{
			name: 'From the Input Item',
			value: TYPE_FROM_ITEM,
			description: 'The type that was chosen in Advocate Upload',
		},
		...IMPORT_TYPE_OPTIONS,
	],
	default: TYPE_FROM_ITEM,
	description: 'What the rows of the file are',
};

/** Narrows a list of jobs down to one type. */
export const typeFilter: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	options: [
		{ name: 'Any', value: ANY_TYPE },
		...IMPORT_TYPE_OPTIONS.map(({ name, value }) => ({ name: `Import: ${name}`, value })),
		...EXPORT_TYPE_OPTIONS,
	].sort((a, b) =>
		a.value === ANY_TYPE ? -1 : b.value === ANY_TYPE ? 1 : a.name < b.name ? -1 : 1,
	),
	default: ANY_TYPE,
	description: 'Only jobs of this type',
};

/** The type chosen in `typeFilter`; undefined for any. */
export function chosenType(context: IPollFunctions | IWebhookFunctions): string | undefined {
	const type = context.getNodeParameter('type', ANY_TYPE) as string;
	return type === ANY_TYPE || type === '' ? undefined : type;
}

/** The label of any type of job; a type that is not known is its own. */
export function typeLabel(type: string): string {
	const options = [...IMPORT_TYPE_OPTIONS, ...EXPORT_TYPE_OPTIONS];
	return options.find(({ value }) => value === type)?.name ?? type;
}

const LABELS = {
	...Object.fromEntries(IMPORT_TYPE_OPTIONS.map(({ name, value }) => [value, name])),
	[TYPE_FROM_ITEM]: 'Type from the input item',
};

/** A subtitle for the canvas: the label of the chosen type. */
export const TYPE_SUBTITLE = `={{ (${JSON.stringify(LABELS)})[$parameter["type"]] ?? "" }}`;
