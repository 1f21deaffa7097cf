import { segmentProblem } from '../imports/value-rules.cts';
import type { JobType } from '../job-types.cts';
import { isObject } from '../json-object.cts';
import { isTimeframe } from '../timeframes.cts';

/** Checks one entry of a job's `params`: gives a message, or undefined when the entry is good. */
type Rule = (value: unknown, path: string) => string | undefined;

const importEvaluationOptions = only({
	webhooks: switchOr('enabledWebhookTypes', text),
	programs: switchOr('enabledProgramIds', text),
	analytics: switchOr('enabledAnalyticsEventCollections', object),
});

const createdDates = { createdSince: integer, createdBefore: integer };

const dates = {
	...createdDates,
	updatedSince: integer,
	updatedBefore: integer,
	createdOrUpdatedSince: integer,
	createdOrUpdatedBefore: integer,
};

const eventDates = ['dateTriggered', 'dateReceived', 'dateProcessed'].flatMap((name) => [
	[`${name}_gte`, integer] as const,
	[`${name}_lt`, integer] as const,
	[`${name}_timeframe`, timeframe] as const,
	[`${name}_interval`, text] as const,
]);

const eventFilter: Readonly<Record<string, Rule>> = {
	id_eq: text,
	key_eq: text,
	key_ne: text,
	key_in: textOrList,
	key_nin: textOrList,
	userId_eq: text,
	accountId_eq: text,
	...Object.fromEntries(eventDates),
};

const balanceFilter: Readonly<Record<string, Rule>> = {
	type_eq: oneOf('PCT_DISCOUNT', 'CREDIT', 'FUELTANK', 'INTEGRATION'),
	unit_eq: text,
	unit_in: listOf(text),
	unitType_eq: text,
	currency_eq: text,
};

/**
 * Source: the API sheet, "`params` by type", and `TenantJob.schema.json` of `@saasquatch/schema`; for
 * the dates of users, the REST description there.
 */
const rulesByType: Partial<Record<JobType, Readonly<Record<string, Rule>>>> = {
	'MUTATION/USER': {
		programId: text,
		segments: segmentProblem,
		importEvaluationOptions,
	},
	'MUTATION/USER_EVENT': { importEvaluationOptions },
	'MUTATION/DELETE_USER': { preserveEmptyAccounts: boolean, doNotTrack: boolean },
	'QUERY/USER': { programId: text, fields: flags, ...dates },
	'QUERY/USER_EVENT': { filter: only(eventFilter) },
	'QUERY/USER_REFERRAL': dates,
	'QUERY/USER_REWARD_BALANCE': createdDates,
	'QUERY/REWARD_BALANCE': createdDates,
	'QUERY/REFERRAL': dates,
	'QUERY/REWARD': { filter: object, at: integer, fields: flags },
	'QUERY/REFERRAL_PARTICIPANT': { shareMedium: text, engagementMedium: text, ...dates },
	'QUERY/REDEEMABLE_REWARD_BALANCE': { filter: only(balanceFilter) },
};

/**
 * What is wrong with a job's `params`, as messages; an empty list when all is well. As in the type's
 * schema, unlisted names are allowed, except in `importEvaluationOptions` and in a filter that is known.
 */
export function checkParams(type: JobType, params: unknown): string[] {
	if (params === undefined || params === null) return [];
	if (!isObject(params)) return ['params must be an object'];
	const rules = rulesByType[type] ?? {};
	return Object.entries(params).flatMap(([name, value]) => {
		const failure = rules[name]?.(value, `params.${name}`);
		return failure === undefined ? [] : [failure];
	});
}

/** An object that may have these entries and no others. */
function only(rules: Readonly<Record<string, Rule>>): Rule {
	return (value, path) => {
		if (!isObject(value)) return `${path} must be an object`;
		for (const [name, entry] of Object.entries(value)) {
			const rule = rules[name];
			if (!rule) return `${path}.${name} is not allowed`;
			const failure = rule(entry, `${path}.${name}`);
			if (failure !== undefined) return failure;
		}
		return undefined;
	};
}

function switchOr(listName: string, item: Rule): Rule {
	const check = listOf(item);
	return (value, path) => {
		if (typeof value === 'boolean') return undefined;
		const names = isObject(value) ? Object.keys(value) : [];
		if (!isObject(value) || names.length !== 1 || names[0] !== listName) {
			return `${path} must be true, false or {"${listName}": […]}`;
		}
		return check(value[listName], `${path}.${listName}`);
	};
}

function listOf(item: Rule): Rule {
	return (value, path) => {
		if (!Array.isArray(value)) return `${path} must be a list`;
		const list: unknown[] = value;
		return list.map((one, index) => item(one, `${path}[${index}]`)).find(Boolean);
	};
}

function oneOf(...words: readonly unknown[]): Rule {
	return (value, path) =>
		words.includes(value) ? undefined : `${path} must be one of ${words.join(', ')}`;
}

function textOrList(value: unknown, path: string) {
	return typeof value === 'string' ? undefined : listOf(text)(value, path);
}

function timeframe(value: unknown, path: string) {
	return isTimeframe(value) ? undefined : `${path} is not a timeframe that the sandbox supports`;
}

function flags(value: unknown, path: string) {
	if (!isObject(value)) return `${path} must be an object`;
	const entries = Object.entries(value);
	return entries.map(([name, flag]) => boolean(flag, `${path}.${name}`)).find(Boolean);
}

function integer(value: unknown, path: string) {
	return Number.isSafeInteger(value) ? undefined : `${path} must be an integer`;
}

function text(value: unknown, path: string) {
	return typeof value === 'string' ? undefined : `${path} must be a string`;
}

function boolean(value: unknown, path: string) {
	return typeof value === 'boolean' ? undefined : `${path} must be true or false`;
}

function object(value: unknown, path: string) {
	return isObject(value) ? undefined : `${path} must be an object`;
}
