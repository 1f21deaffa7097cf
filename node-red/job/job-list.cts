import type { AdvocateClient } from '../../advocate/client.ts';
import type { Job, JobFilter, JobStatus } from '../../advocate/job.ts';
import { listedJobs as jobsListed } from '../../advocate/job-list.ts';
import { numberOr } from '../../advocate/number-setting.ts';
import { timestampFrom } from '../../advocate/rows/timestamps.ts';
import { notAllowed } from '../runtime/settings.cts';
import type { TypedValues } from '../runtime/typed-value.cts';

/** Which jobs are to be listed: settings of advocate-job-status. */
export interface ListConfig {
	/** A job type's value, empty for any. */
	listType?: string;
	/** Empty for any. */
	listStatus?: JobStatus | '';
	createdSince?: string;
	createdSinceType?: string;
	createdBefore?: string;
	createdBeforeType?: string;
	/** Empty for all. */
	limit?: string | number;
}

/**
 * The jobs that match, each once, as many as are wanted.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a limit or a date that is none; what the client throws
 */
export async function listedJobs(
	client: AdvocateClient,
	config: ListConfig,
	values: TypedValues,
): Promise<Job[]> {
	const limit = numberOr(config.limit, Infinity);
	if (!(limit >= 1) || (limit !== Infinity && !Number.isInteger(limit))) {
		throw notAllowed('Limit', 'a whole number of at least 1');
	}
	const filter = await filterFrom(config, values);
	const jobs: Job[] = [];
	for await (const job of jobsListed(client, filter, limit)) jobs.push(job);
	return jobs;
}

async function filterFrom(config: ListConfig, values: TypedValues): Promise<JobFilter | undefined> {
	const { listType, listStatus, createdSince, createdSinceType, createdBefore, createdBeforeType } =
		config;
	const since = await values.value(createdSince || undefined, createdSinceType, 'Created since');
	const before = await values.value(
		createdBefore || undefined,
		createdBeforeType,
		'Created before',
	);
	const filter: JobFilter = {
		...(listType && { type_eq: listType }),
		...(listStatus && { status_eq: listStatus }),
		...(!isNothing(since) && { dateCreated_gte: milliseconds(since, 'Created since') }),
		...(!isNothing(before) && { dateCreated_lt: milliseconds(before, 'Created before') }),
	};
	return Object.keys(filter).length > 0 ? filter : undefined;
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** A date as the row checker takes dates, in the time zone of Node-RED where it names none. */
function milliseconds(value: unknown, label: string): number {
	const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
	const timestamp = timestampFrom(value, timeZone);
	if ('milliseconds' in timestamp) return timestamp.milliseconds;
	throw notAllowed(label, 'a date, such as 2026-01-31 or milliseconds since 1970');
}
