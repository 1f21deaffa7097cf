import type { JobType } from '../job-types.cts';

/** Checks one entry of a job's `params`: gives a message, or undefined when the entry is good. */
type Rule = (value: unknown, path: string) => string | undefined;

const evaluationOptions: Readonly<Record<string, Rule>> = {
	webhooks: switchOr('enabledWebhookTypes', isString),
	programs: switchOr('enabledProgramIds', isString),
	analytics: switchOr('enabledAnalyticsEventCollections', isObject),
};

/** Source: the API sheet, "`params` by type", from `TenantJob.schema.json`. */
const rulesByType: Partial<Record<JobType, Readonly<Record<string, Rule>>>> = {
	'MUTATION/USER': {
		programId: isString,
		segments: listOf(isString),
		importEvaluationOptions: isEvaluationOptions,
	},
	'MUTATION/USER_EVENT': { importEvaluationOptions: isEvaluationOptions },
	'MUTATION/DELETE_USER': { preserveEmptyAccounts: isBoolean, doNotTrack: isBoolean },
};

/**
 * What is wrong with a job's `params`, as messages; an empty list when all is well. As in the type's
 * schema, unlisted names are allowed, except in `importEvaluationOptions`.
 */
export function checkParams(type: JobType, params: unknown): string[] {
	if (params === undefined || params === null) return [];
	if (!isRecord(params)) return ['params must be an object'];
	const rules = rulesByType[type] ?? {};
	return Object.entries(params).flatMap(([name, value]) => {
		const failure = rules[name]?.(value, `params.${name}`);
		return failure === undefined ? [] : [failure];
	});
}

function isEvaluationOptions(value: unknown, path: string): string | undefined {
	if (!isRecord(value)) return `${path} must be an object`;
	for (const [name, option] of Object.entries(value)) {
		const rule = evaluationOptions[name];
		if (!rule) return `${path}.${name} is not allowed`;
		const failure = rule(option, `${path}.${name}`);
		if (failure !== undefined) return failure;
	}
	return undefined;
}

function switchOr(listName: string, item: Rule): Rule {
	const check = listOf(item);
	return (value, path) => {
		if (typeof value === 'boolean') return undefined;
		const names = isRecord(value) ? Object.keys(value) : [];
		if (!isRecord(value) || names.length !== 1 || names[0] !== listName) {
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

function isString(value: unknown, path: string) {
	return typeof value === 'string' ? undefined : `${path} must be a string`;
}

function isBoolean(value: unknown, path: string) {
	return typeof value === 'boolean' ? undefined : `${path} must be true or false`;
}

function isObject(value: unknown, path: string) {
	return isRecord(value) ? undefined : `${path} must be an object`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
