import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { LOOKUP_LIMITS } from '../../advocate/api/limits';
import type { Job } from '../../advocate/api/schema';
import { DAY } from '../../advocate/durations';
import { byAge, listedJobs } from '../../advocate/jobs/list';
import { isoDate } from '../../advocate/jobs/shown-job';
import { settled } from '../../advocate/settled';
import { typeLabel } from '../parameters/job-type';
import { nodeError } from '../runtime/node-error';
import { systemTime } from '../runtime/system-time';
import { tenantClient } from '../runtime/tenant-client';

/** How far back jobs are listed: as long as Advocate keeps their files. */
const LISTED_FOR = 30 * DAY;

/** Nobody looks through more; who has more of them searches. */
const MOST_LISTED = 1_000;

/**
 * The tenant's jobs of the last 30 days for a list to choose from, the newest first.
 *
 * @param filter words that each have to be in what is shown of a job, or in its ID
 */
export async function searchJobs(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const outcome = await settled(recentJobs(this));
	if ('thrown' in outcome) throw await nodeError(this, outcome.thrown);
	const words = filter.toLowerCase().split(/\s+/);
	const results = outcome.value
		.map((job) => ({ name: nameOf(job), value: job.id }))
		.filter(({ name, value }) => {
			const shown = `${name} ${value}`.toLowerCase();
			return words.every((word) => shown.includes(word));
		});
	return { results };
}

async function recentJobs(context: ILoadOptionsFunctions): Promise<Job[]> {
	const client = await tenantClient(context, LOOKUP_LIMITS);
	const filter = { dateCreated_gte: systemTime.now() - LISTED_FOR };
	const jobs: Job[] = [];
	for await (const job of listedJobs(client, filter, MOST_LISTED)) jobs.push(job);
	return jobs.sort(byAge).reverse();
}

/** What a job is told by: its type, its name or who started it, when, and how it is. */
function nameOf({ type, name, requester, dateCreated, status }: Job): string {
	const created = isoDate(dateCreated)?.slice(0, 16).replace('T', ' ');
	const parts = [typeLabel(type), name || requester, created && `${created} UTC`, titled(status)];
	return parts.filter(Boolean).join(' · ');
}

function titled(status: string): string {
	return status.slice(0, 1) + status.slice(1).toLowerCase();
}
