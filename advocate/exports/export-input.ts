import { isExportJobType, type ExportJobType } from '../api/job-types';
import type { DataFileFormat, ExportInput, ExportParams } from '../api/schema';
import { AdvocateError } from '../errors';
import { parsedRecord, isRecord } from '../json';

/** The ways to limit the dates of an export's rows, as `params` name them. */
export const DATE_LIMITS = [
	'createdSince',
	'createdBefore',
	'updatedSince',
	'updatedBefore',
	'createdOrUpdatedSince',
	'createdOrUpdatedBefore',
] as const;

/** The dates of a user event that a filter can be about, with what is done to each. */
export const EVENT_DATES = ['dateTriggered', 'dateReceived', 'dateProcessed'] as const;

export type DateLimit = (typeof DATE_LIMITS)[number];
type EventDate = (typeof EVENT_DATES)[number];

/** More columns for a report, as `params.fields` names them (TenantJob.schema.json). */
export const MORE_COLUMNS = {
	'QUERY/USER': [
		'includeUserStatsFields',
		'includeProgramShareLinksAndReferralCodes',
		'includeSegments',
	],
	'QUERY/REWARD': ['includeUserFields', 'includeReferralFields'],
} as const;

/** The limits of dates that each type takes (TenantJob.schema.json; users: the REST description). */
export const DATE_LIMITS_OF: Partial<Record<ExportJobType, readonly DateLimit[]>> = {
	'QUERY/USER': DATE_LIMITS,
	'QUERY/USER_REFERRAL': DATE_LIMITS,
	'QUERY/REFERRAL': DATE_LIMITS,
	'QUERY/REFERRAL_PARTICIPANT': DATE_LIMITS,
	'QUERY/USER_REWARD_BALANCE': ['createdSince', 'createdBefore'],
	'QUERY/REWARD_BALANCE': ['createdSince', 'createdBefore'],
};

/** What limits an export. Dates are milliseconds since the epoch. Only what the type takes is sent. */
export interface ExportFilters
	extends Partial<Record<DateLimit, number>>,
		Partial<Record<`${EventDate}Since` | `${EventDate}Before`, number>>,
		Partial<Record<`${EventDate}Timeframe`, string>> {
	eventId?: string;
	eventKeys?: string[];
	notEventKeys?: string[];
	userId?: string;
	accountId?: string;
	rewardType?: string;
	units?: string[];
	unitType?: string;
	currency?: string;
	/** Rewards: a `RewardFilterInput` (schema), as an object or as JSON. */
	rewardFilter?: unknown;
	/** Rewards: their state at a moment. */
	at?: number;
	shareMedium?: string;
	engagementMedium?: string;
	programId?: string;
}

/** The filters that are dates. */
export const FILTER_DATES = [
	...DATE_LIMITS,
	...EVENT_DATES.flatMap((name) => [`${name}Since`, `${name}Before`] as const),
	'at' as const,
];

/** The filters that are lists of texts. */
export const FILTER_LISTS = ['eventKeys', 'notEventKeys', 'units'] as const;

/** The filters that are a text. */
export const FILTER_TEXTS = [
	...EVENT_DATES.map((name) => `${name}Timeframe` as const),
	...(['accountId', 'currency', 'engagementMedium', 'eventId', 'programId'] as const),
	...(['rewardType', 'shareMedium', 'unitType', 'userId'] as const),
];

/** The settings for any type. */
export interface ExportSettings {
	type: ExportJobType;
	name?: string;
	requester?: string;
	outputFormat?: DataFileFormat;
	mailtoEmail?: string;
	filters: ExportFilters;
	/** Of MORE_COLUMNS. */
	columns?: readonly string[];
}

/**
 * The `JobInput` to send, yet without a mark (schema; `params` by type: TenantJob.schema.json).
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a filter of rewards that is not an object
 */
export function exportInputFrom(settings: ExportSettings): ExportInput {
	const params = withoutEmpty(paramsFor(settings));
	return withoutEmpty({
		type: settings.type,
		name: settings.name?.trim() ?? '',
		requester: settings.requester?.trim() || undefined,
		outputFormat: settings.outputFormat,
		mailtoEmail: settings.mailtoEmail?.trim() || undefined,
		params: Object.keys(params).length > 0 ? params : undefined,
	});
}

/**
 * A type of export, from whatever a setting or an expression gave.
 *
 * @param hint how to choose one
 * @throws {AdvocateError} SETTINGS_INVALID for anything else
 */
export function exportType(type: unknown, hint: string): ExportJobType {
	if (isExportJobType(type)) return type;
	throw new AdvocateError('SETTINGS_INVALID', `"${String(type)}" is not a type of export`, {
		hint,
	});
}

function paramsFor({ type, filters, columns = [] }: ExportSettings): ExportParams {
	const dates = Object.fromEntries(
		(DATE_LIMITS_OF[type] ?? []).map((name) => [name, filters[name]]),
	) as Pick<ExportParams, DateLimit>;
	switch (type) {
		case 'QUERY/USER':
			return { programId: filters.programId?.trim(), fields: fieldsOf(type, columns), ...dates };
		case 'QUERY/USER_EVENT':
			return { filter: filterOf(eventFilter(filters)) };
		case 'QUERY/REWARD':
			return {
				filter: filterOf(rewardFilter(filters.rewardFilter)),
				at: filters.at,
				fields: fieldsOf(type, columns),
			};
		case 'QUERY/REDEEMABLE_REWARD_BALANCE':
			return { filter: filterOf(balanceFilter(filters)) };
		case 'QUERY/REFERRAL_PARTICIPANT':
			return {
				shareMedium: filters.shareMedium?.trim(),
				engagementMedium: filters.engagementMedium?.trim(),
				...dates,
			};
		default:
			return dates;
	}
}

function fieldsOf(
	type: keyof typeof MORE_COLUMNS,
	columns: readonly string[],
): Record<string, boolean> | undefined {
	const wanted = MORE_COLUMNS[type].filter((name) => columns.includes(name));
	return wanted.length > 0 ? Object.fromEntries(wanted.map((name) => [name, true])) : undefined;
}

function eventFilter(filters: ExportFilters): Record<string, unknown> {
	const dates = EVENT_DATES.flatMap((name) => [
		[`${name}_gte`, filters[`${name}Since`]],
		[`${name}_lt`, filters[`${name}Before`]],
		[`${name}_timeframe`, filters[`${name}Timeframe`]?.trim()],
	]);
	return {
		id_eq: filters.eventId?.trim(),
		...ofOneOrMore('key', 'eq', 'in', filters.eventKeys),
		...ofOneOrMore('key', 'ne', 'nin', filters.notEventKeys),
		userId_eq: filters.userId?.trim(),
		accountId_eq: filters.accountId?.trim(),
		...(Object.fromEntries(dates) as Record<string, unknown>),
	};
}

/** One value is asked for by itself: whether several are a list or one text with commas differs between documents. */
function ofOneOrMore(field: string, one: string, more: string, values: string[] = []): object {
	const [first] = values;
	if (first === undefined) return {};
	return values.length === 1 ? { [`${field}_${one}`]: first } : { [`${field}_${more}`]: values };
}

function balanceFilter(filters: ExportFilters): Record<string, unknown> {
	return {
		type_eq: filters.rewardType,
		...ofOneOrMore('unit', 'eq', 'in', filters.units),
		unitType_eq: filters.unitType?.trim(),
		currency_eq: filters.currency?.trim(),
	};
}

function rewardFilter(given: unknown): Record<string, unknown> {
	if (given === undefined || given === null || given === '') return {};
	const filter = typeof given === 'string' ? parsedRecord(given) : given;
	if (isRecord(filter)) return filter;
	throw new AdvocateError('SETTINGS_INVALID', 'The filter of rewards is not a JSON object', {
		hint: 'Write it like {"type_eq": "CREDIT"}, with the fields of a RewardFilterInput, or leave it empty.',
	});
}

function filterOf(filter: Record<string, unknown>): Record<string, unknown> | undefined {
	const given = withoutEmpty(filter);
	return Object.keys(given).length > 0 ? given : undefined;
}

/** Of the name alone an empty text is meant: it is the mark that makes it a name. */
function withoutEmpty<T extends object>(values: T): T {
	const entries = Object.entries(values).filter(
		([name, value]) => value !== undefined && (value !== '' || name === 'name'),
	);
	return Object.fromEntries(entries) as T;
}
