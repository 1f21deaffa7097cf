import type { AdvocateClient } from '../api/client';
import type { Job, JobFilter, JobInput } from '../api/schema';
import { allPages, PAGE_SIZE, type Page } from '../api/pages';

/** How often to read a list that changes while it is being paged through. */
const MOST_READINGS = 3;

/**
 * The jobs that match, each once, in the API's order. Throws what the client throws.
 *
 * @param limit how many at most; Infinity for all
 */
export async function* listedJobs(
	client: AdvocateClient,
	filter: JobFilter | undefined,
	limit: number,
): AsyncGenerator<Job> {
	const seen = new Set<string>();
	const page = async (size: number, offset: number) => await client.jobs(filter, size, offset);
	for await (const job of allPages(page, Math.min(limit, PAGE_SIZE))) {
		if (seen.has(job.id)) continue;
		seen.add(job.id);
		yield job;
		if (seen.size >= limit) return;
	}
}

/**
 * The jobs of a file and type, oldest first. As there is no filter on fileRef (schema), all jobs of the type
 * are read.
 *
 * @param since milliseconds since the epoch: jobs created before that are left out
 * @param doing what for: completes "Could not …"
 */
export async function jobsOfFile(
	client: AdvocateClient,
	{ type, fileRef }: Pick<JobInput, 'type' | 'fileRef'>,
	since: number,
	doing?: string,
): Promise<Job[]> {
	const filter: JobFilter = { type_eq: type, dateCreated_gte: since };
	const { jobs } = await readJobList(client, filter, PAGE_SIZE, doing);
	return jobs.filter((job) => job.fileRef === fileRef).sort(byAge);
}

/** Sorts jobs oldest first, the same way for everybody who looks at them: those of one instant by their ID. */
export function byAge(a: Job, b: Job): number {
	const ages = (a.dateCreated ?? Infinity) - (b.dateCreated ?? Infinity);
	if (ages < 0 || ages > 0) return ages;
	return a.id < b.id ? -1 : 1;
}

/** The jobs read from a list. */
export interface JobList {
	/** Each job once. */
	jobs: Job[];
	/**
	 * Whether it is certain that no job was skipped because the list changed while it was being paged through.
	 */
	whole: boolean;
}

/**
 * Reads a list of jobs to its end, and again if it changed in the meantime.
 *
 * @param size how many jobs to ask for at once
 * @param doing what for: completes "Could not …"
 */
export async function readJobList(
	client: AdvocateClient,
	filter: JobFilter | undefined,
	size: number,
	doing?: string,
): Promise<JobList> {
	const jobs = new Map<string, Job>();
	let whole = false;
	for (let times = 0; times < MOST_READINGS && !whole; times++) {
		const reading = await readOnce((offset) => client.jobs(filter, size, offset, doing));
		for (const [id, job] of reading.jobs) jobs.set(id, job);
		whole = reading.whole;
	}
	return { jobs: [...jobs.values()], whole };
}

/**
 * Reads a list once. Each page after the first starts at the last job of the page before: if it begins with a
 * job not seen yet, jobs have left the list in the meantime, and others were skipped.
 */
async function readOnce(
	page: (offset: number) => Promise<Page<Job>>,
): Promise<{ jobs: Map<string, Job>; whole: boolean }> {
	const jobs = new Map<string, Job>();
	let joined = true;
	for (let offset = 0; ; ) {
		const overlap = offset === 0 ? 0 : 1;
		const { data, totalCount } = await page(offset - overlap);
		if (overlap > 0 && !jobs.has(data[0]?.id ?? '')) joined = false;
		for (const job of data) jobs.set(job.id, job);
		const isLast = data.length <= overlap;
		offset += data.length - overlap;
		if (isLast || offset >= totalCount) {
			return { jobs, whole: joined && (isLast || jobs.size >= totalCount) };
		}
	}
}
