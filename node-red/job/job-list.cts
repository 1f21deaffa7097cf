import type { AdvocateClient } from '../../advocate/api/client.ts';
import { isJobStatus, type Job, type JobFilter } from '../../advocate/api/schema.ts';
import { listedJobs } from '../../advocate/jobs/list.ts';
import { numberOr } from '../../advocate/settings.ts';
import { timestampFrom } from '../../advocate/rows/check/timestamps.ts';
import { settingNotAllowed } from '../parameters/request-options.cts';
import type { TypedValues } from '../parameters/typed-value.cts';

/** Which jobs are to be listed: settings of advocate-job-status. */
export interface ListConfig extends Partial<Record<DateField | `${DateField}Type`, string>> {
	/** A job type's value, empty for any. */
	listType?: string;
	/** Statuses separated by commas, empty for any; or where they come from, as `listStatusType` says. */
	listStatus?: string;
	listStatusType?: string;
	/** Empty for all. */
	limit?: string | number;
}

type DateField = (typeof DATES)[number]['field'];

const DATES = [
	{ field: 'createdSince', label: 'Created since', filter: 'dateCreated_gte' },
	{ field: 'createdBefore', label: 'Created before', filter: 'dateCreated_lt' },
	{ field: 'completedSince', label: 'Ended since', filter: 'dateCompleted_gte' },
	{ field: 'completedBefore', label: 'Ended before', filter: 'dateCompleted_lt' },
] as const;

/**
 * The jobs that match, each once, up to the limit.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a limit, status or date that is not valid; what the client
 * throws
 */
export async function matchingJobs(
	client: AdvocateClient,
	config: ListConfig,
	values: TypedValues,
): Promise<Job[]> {
	const limit = numberOr(config.limit, Infinity);
	if (!(limit >= 1) || (limit !== Infinity && !Number.isInteger(limit))) {
		throw settingNotAllowed('Limit', 'a whole number of at least 1');
	}
	const filter = await filterFrom(config, values);
	const jobs: Job[] = [];
	for await (const job of listedJobs(client, filter, limit)) jobs.push(job);
	return jobs;
}

async function filterFrom(config: ListConfig, values: TypedValues): Promise<JobFilter | undefined> {
	const filter: JobFilter = { ...(config.listType && { type_eq: config.listType }) };
	const statuses = await values.list(config.listStatus, config.listStatusType, 'Status');
	if (!statuses.every(isJobStatus)) {
		throw settingNotAllowed('Status', 'COMPLETED, PENDING, ABORTED, or several of them');
	}
	if (statuses.length > 0) filter.status_in = statuses;
	for (const { field, label, filter: name } of DATES) {
		const value = await values.value(config[field] || undefined, config[`${field}Type`], label);
		if (!isEmpty(value)) filter[name] = milliseconds(value, label);
	}
	return Object.keys(filter).length > 0 ? filter : undefined;
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/**
 * A date in milliseconds since the epoch. It is read as dates in rows are, in Node-RED's time zone unless
 * it names one.
 */
function milliseconds(value: unknown, label: string): number {
	const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
	const timestamp = timestampFrom(value, timeZone);
	if ('milliseconds' in timestamp) return timestamp.milliseconds;
	throw settingNotAllowed(label, 'a date, such as 2026-01-31 or milliseconds since 1970');
}
