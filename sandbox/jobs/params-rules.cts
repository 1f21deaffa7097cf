import { segmentProblem } from '../imports/value-rules.cts';
import type { JobType } from '../job-types.cts';
import { isObject } from '../json-object.cts';

/** Checks one entry of a job's `params`: gives a message, or undefined when the entry is good. */
type Rule = (value: unknown, path: string) => string | undefined;

const evaluationOptions: Readonly<Record<string, Rule>> = {
	webhooks: switchOr('enabledWebhookTypes', text),
	programs: switchOr('enabledProgramIds', text),
	analytics: switchOr('enabledAnalyticsEventCollections', object),
};

/** Source: the API sheet, "`params` by type", from `TenantJob.schema.json`. */
const rulesByType: Partial<Record<JobType, Readonly<Record<string, Rule>>>> = {
	'MUTATION/USER': {
		programId: text,
		segments: segmentProblem,
		importEvaluationOptions,
	},
	'MUTATION/USER_EVENT': { importEvaluationOptions },
	'MUTATION/DELETE_USER': { preserveEmptyAccounts: boolean, doNotTrack: boolean },
};

/**
 * What is wrong with a job's `params`, as messages; an empty list when all is well. As in the type's
 * schema, unlisted names are allowed, except in `importEvaluationOptions`.
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

function importEvaluationOptions(value: unknown, path: string): string | undefined {
	if (!isObject(value)) return `${path} must be an object`;
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

function text(value: unknown, path: string) {
	return typeof value === 'string' ? undefined : `${path} must be a string`;
}

function boolean(value: unknown, path: string) {
	return typeof value === 'boolean' ? undefined : `${path} must be true or false`;
}

function object(value: unknown, path: string) {
	return isObject(value) ? undefined : `${path} must be an object`;
}
