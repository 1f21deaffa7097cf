import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { EXPORT_JOB_TYPES, type ExportJobType } from '../../advocate/api/job-types';
import {
	DATE_LIMITS_OF,
	EVENT_DATES,
	FILTER_DATES,
	FILTER_LISTS,
	FILTER_TEXTS,
	type DateLimit,
	type ExportFilters,
} from '../../advocate/exports/export-input';
import { textList } from '../../advocate/settings';
import { milliseconds } from '../parameters/date-setting';

function ofTypes(...types: ExportJobType[]): IDisplayOptions {
	return { show: { '/type': types } };
}

const ofEvents = ofTypes('QUERY/USER_EVENT');
const ofBalances = ofTypes('QUERY/REDEEMABLE_REWARD_BALANCE');
const ofRewards = ofTypes('QUERY/REWARD');

function limit(
	name: DateLimit,
	displayName: string,
	description: string,
): INodeProperties & { name: DateLimit } {
	const types = EXPORT_JOB_TYPES.filter((type) => DATE_LIMITS_OF[type]?.includes(name));
	const displayOptions = ofTypes(...types);
	return { displayName, name, type: 'dateTime', default: '', displayOptions, description };
}

const EVENT_DATE_LABELS = {
	dateTriggered: ['Triggered', 'happened'],
	dateReceived: ['Received', 'arrived in Advocate'],
	dateProcessed: ['Processed', 'were processed'],
} as const;

function ofEventDates(): INodeProperties[] {
	return EVENT_DATES.flatMap((name) => {
		const [label, did] = EVENT_DATE_LABELS[name];
		const date = { type: 'dateTime', default: '', displayOptions: ofEvents } as const;
		return [
			{
				...date,
				displayName: `${label} Before`,
				name: `${name}Before`,
				description: `Only events that ${did} before this time`,
			},
			{
				...date,
				displayName: `${label} Since`,
				name: `${name}Since`,
				description: `Only events that ${did} at this time or later`,
			},
			{
				displayName: `${label} Timeframe`,
				name: `${name}Timeframe`,
				type: 'string',
				default: '',
				placeholder: 'e.g. this_week',
				displayOptions: ofEvents,
				description: `Only events that ${did} in a timeframe, in Advocate's own words`,
			},
		] satisfies INodeProperties[];
	});
}

function text(
	name: keyof ExportFilters,
	displayName: string,
	displayOptions: IDisplayOptions,
	rest: { placeholder: string; description: string },
): INodeProperties {
	return { displayName, name, type: 'string', default: '', displayOptions, ...rest };
}

const options: INodeProperties[] = [
	text('accountId', 'Account ID', ofEvents, {
		placeholder: 'e.g. acme',
		description: 'Only events of users of this account',
	}),
	{
		displayName: 'As Of',
		name: 'at',
		type: 'dateTime',
		default: '',
		displayOptions: ofRewards,
		description: 'The moment whose state of rewards is exported. Leave empty for now.',
	},
	limit('createdBefore', 'Created Before', 'Only rows created before this time'),
	limit(
		'createdOrUpdatedBefore',
		'Created or Updated Before',
		'Only rows created or updated before this time',
	),
	limit(
		'createdOrUpdatedSince',
		'Created or Updated Since',
		'Only rows created or updated at this time or later: what has changed since the last export',
	),
	limit('createdSince', 'Created Since', 'Only rows created at this time or later'),
	text('currency', 'Currency', ofBalances, {
		placeholder: 'e.g. USD',
		description: 'Only balances in this currency',
	}),
	text('engagementMedium', 'Engagement Medium', ofTypes('QUERY/REFERRAL_PARTICIPANT'), {
		placeholder: 'e.g. EMBED',
		description: 'Only participants who came by this medium',
	}),
	text('eventId', 'Event ID', ofEvents, {
		placeholder: 'e.g. 63323378e1edcd44b03eed9a',
		description: 'Only the event with this ID',
	}),
	text('eventKeys', 'Event Keys', ofEvents, {
		placeholder: 'e.g. purchase, refund',
		description: 'Only events with one of these keys, separated by commas',
	}),
	text('notEventKeys', 'Except Event Keys', ofEvents, {
		placeholder: 'e.g. login',
		description: 'Only events with none of these keys, separated by commas',
	}),
	text('programId', 'Program ID', ofTypes('QUERY/USER'), {
		placeholder: 'e.g. referral-program',
		description: 'The program whose referral codes and share links users are shown with',
	}),
	...ofEventDates(),
	{
		displayName: 'Reward Filter (JSON)',
		name: 'rewardFilter',
		type: 'json',
		default: '{}',
		displayOptions: ofRewards,
		description:
			'Only rewards that fit, as a RewardFilterInput of the GraphQL API, such as {"type_eq": "CREDIT"}',
	},
	{
		displayName: 'Reward Type',
		name: 'rewardType',
		type: 'options',
		options: [
			{ name: 'Credit', value: 'CREDIT' },
			{ name: 'Fuel Tank', value: 'FUELTANK' },
			{ name: 'Integration', value: 'INTEGRATION' },
			{ name: 'Percentage Discount', value: 'PCT_DISCOUNT' },
		],
		default: 'CREDIT',
		displayOptions: ofBalances,
		description: 'Only balances of rewards of this type',
	},
	text('shareMedium', 'Share Medium', ofTypes('QUERY/REFERRAL_PARTICIPANT'), {
		placeholder: 'e.g. EMAIL',
		description: 'Only participants who shared by this medium',
	}),
	text('unitType', 'Unit Type', ofBalances, {
		placeholder: 'e.g. CREDIT',
		description: 'Only balances in units of this type',
	}),
	text('units', 'Units', ofBalances, {
		placeholder: 'e.g. CREDIT/USD, POINT',
		description: 'Only balances in these units, separated by commas',
	}),
	limit('updatedBefore', 'Updated Before', 'Only rows updated before this time'),
	limit('updatedSince', 'Updated Since', 'Only rows updated at this time or later'),
	text('userId', 'User ID', ofEvents, {
		placeholder: 'e.g. ann',
		description: 'Only events of the user with this ID',
	}),
];

/** What limits the rows, by type. Only what the type takes is sent. */
export const exportFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	displayOptions: {
		show: { operation: ['export'] },
		hide: { type: ['QUERY/US_TAXABLE_VALUE'] },
	},
	options: options.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
};

/** @throws {AdvocateError} SETTINGS_INVALID for a date that is none */
export function chosenFilters(context: IExecuteFunctions, itemIndex: number): ExportFilters {
	const given = context.getNodeParameter('filters', itemIndex, {}) as Record<string, unknown>;
	const timezone = context.getTimezone();
	const filters: ExportFilters = { rewardFilter: given['rewardFilter'] };
	for (const name of FILTER_DATES) {
		if (given[name]) filters[name] = milliseconds(given[name], labelOf(name), timezone);
	}
	for (const name of FILTER_LISTS) filters[name] = textList(given[name]);
	for (const name of FILTER_TEXTS) {
		const value = given[name];
		// An expression may give an ID as a number.
		if (typeof value === 'string' || typeof value === 'number') filters[name] = String(value);
	}
	return filters;
}

function labelOf(name: string): string {
	return options.find((option) => option.name === name)?.displayName ?? name;
}
