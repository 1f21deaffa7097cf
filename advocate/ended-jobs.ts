import type { AdvocateClient } from './client';
import { hasEnded, type Job, type JobFilter } from './job';
import { allPages, PAGE_SIZE } from './pages';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * How far behind the newest job seen the next look begins (ms). Within it jobs may become visible out
 * of order, and the clocks of the API's servers may differ.
 */
const OVERLAP = 10 * MINUTE;

/** How far before the first look (ms, by our own clock, which may be wrong) jobs count as history. */
const FIRST_LOOK_BACK = 60 * MINUTE;

/** A job that was pending so long before the newest one (ms) is no longer waited for. */
const FORGOTTEN_AFTER = 60 * DAY;

const LARGEST_PAGE = 1_000;

/** Creation dates (ms since the epoch) by job ID. */
type JobDates = Record<string, number>;

/** What is remembered between two looks; plain JSON. */
export interface WatchState {
	/** Which jobs of which tenant are watched: another scope begins anew. */
	scope: string;
	/** Jobs created since then (ms, by the API's clock) are looked at. */
	since: number;
	/** The newest creation date seen (ms). */
	newest: number;
	/** Jobs seen pending. */
	pending: JobDates;
	/** Jobs already reported, or ended before the watch began, among those created since `since`. */
	reported: JobDates;
}

/** Which jobs are watched. */
export interface WatchedJobs {
	/** Names the tenant, so that a changed credential begins anew. */
	tenant: string;
	/** A job type's value; undefined for all. */
	type?: string;
	/** Only this job. */
	jobId?: string;
}

/** What one look at the API saw. */
export interface Look {
	jobs: Job[];
	/** Whether the list stood still while it was paged through, so that no job can have been skipped. */
	whole: boolean;
	/** Our own clock (ms). */
	at: number;
}

/**
 * Watches for jobs that end, so that each is reported once.
 *
 * Jobs are told apart by ID and found by creation date, which every job has and which never changes;
 * `dateCompleted` is not used, as aborted jobs may lack it. A look asks, in one request, for the jobs
 * created lately and for those known to be pending that have ended since.
 *
 * @param client the tenant's API
 * @param state what the last look left, undefined for the first
 * @param now our own clock (ms since the epoch), used only to decide what is history on a first look
 */
export async function lookAtJobs(
	client: AdvocateClient,
	watched: WatchedJobs,
	state: WatchState | undefined,
	now: number,
): Promise<Look> {
	const remembered = stateFor(watched, state);
	const filter = both(scopeFilter(watched), dueFilter(watched, remembered, now));
	const jobs = new Map<string, Job>();
	const totals = new Set<number>();
	const page = async (limit: number, offset: number) => {
		const { data, totalCount } = await client.jobs(filter, limit, offset);
		totals.add(totalCount);
		return { data, totalCount };
	};
	for await (const job of allPages(page, pageSize(remembered))) jobs.set(job.id, job);
	const whole = totals.size === 1 && [...totals].every((total) => total <= jobs.size);
	return { jobs: [...jobs.values()], whole, at: now };
}

/**
 * Works out what a look means. Pure and synchronous: apply it to the newest state, so that two looks at
 * once do not report a job twice.
 *
 * @returns the state to remember, and the jobs that ended since the last look, in the order they ended.
 * A first look gives none, unless one job was named: its end is what was asked for.
 */
export function endedSince(
	watched: WatchedJobs,
	state: WatchState | undefined,
	look: Look,
): { state: WatchState; ended: Job[] } {
	const remembered = stateFor(watched, state);
	const before = remembered ?? beginning(watched, look);
	const due = look.jobs.filter((job) => isDue(job, before, watched));
	const ended = due.filter(hasEnded).sort(byEnd);
	const isHistory = remembered === undefined && watched.jobId === undefined;
	return {
		state: remember(before, look, ended),
		ended: isHistory ? [] : ended,
	};
}

/**
 * The job that ended last, for trying a workflow out. Asks for ever longer spans of time, as the API
 * neither sorts nor says how it sorts.
 *
 * @param now our own clock (ms since the epoch)
 */
export async function newestEndedJob(
	client: AdvocateClient,
	watched: WatchedJobs,
	matches: (job: Job) => boolean,
	now: number,
): Promise<Job | undefined> {
	const spans = watched.jobId === undefined ? [DAY, 31 * DAY, Infinity] : [Infinity];
	for (const span of spans) {
		const recent = Number.isFinite(span) ? { dateCreated_gte: now - span } : undefined;
		const filter = both(scopeFilter(watched), both({ status_ne: 'PENDING' }, recent));
		let newest: Job | undefined;
		for await (const job of allPages((limit, offset) => client.jobs(filter, limit, offset))) {
			if (!hasEnded(job) || !matches(job)) continue;
			if (newest === undefined || byEnd(newest, job) < 0) newest = job;
		}
		if (newest !== undefined) return newest;
	}
	return undefined;
}

function stateFor(watched: WatchedJobs, state: WatchState | undefined): WatchState | undefined {
	return state?.scope === scopeOf(watched) ? state : undefined;
}

function scopeOf({ tenant, type = '', jobId = '' }: WatchedJobs): string {
	return [tenant, type, jobId].join('|');
}

function beginning(watched: WatchedJobs, look: Look): WatchState {
	const since = watched.jobId === undefined ? look.at - FIRST_LOOK_BACK : 0;
	return { scope: scopeOf(watched), since, newest: since, pending: {}, reported: {} };
}

/** Not reported yet, and not so old that its report may have been forgotten. */
function isDue(job: Job, state: WatchState, { jobId }: WatchedJobs): boolean {
	if (job.id in state.reported) return false;
	return jobId !== undefined || job.id in state.pending || createdAt(job, state) >= state.since;
}

function remember(before: WatchState, look: Look, ended: Job[]): WatchState {
	// A creation date far in the future is nobody's: believing it would end the watch.
	const believable = look.at + FIRST_LOOK_BACK;
	const newest = look.jobs
		.map((job) => createdAt(job, before))
		.filter((date) => date <= believable)
		.reduce((latest, date) => Math.max(latest, date), before.newest);
	const since = look.whole ? Math.max(before.since, newest - OVERLAP) : before.since;
	const seenPending = look.jobs.filter((job) => !hasEnded(job) && !(job.id in before.reported));
	const pending = { ...before.pending, ...datesOf(seenPending, before) };
	for (const job of ended) delete pending[job.id];
	return {
		scope: before.scope,
		since,
		newest,
		pending: notBefore(newest - FORGOTTEN_AFTER, pending),
		reported: notBefore(since, { ...before.reported, ...datesOf(ended, before) }),
	};
}

function scopeFilter({ type, jobId }: WatchedJobs): JobFilter | undefined {
	return both(
		type === undefined ? undefined : { type_eq: type },
		jobId === undefined ? undefined : { id_eq: jobId },
	);
}

/** What may have ended since the last look; on a first look, what the watch has to begin with. */
function dueFilter(
	{ jobId }: WatchedJobs,
	state: WatchState | undefined,
	now: number,
): JobFilter | undefined {
	if (jobId !== undefined) return undefined;
	if (state === undefined) {
		return { OR: [{ dateCreated_gte: now - FIRST_LOOK_BACK }, { status_eq: 'PENDING' }] };
	}
	const { since, pending } = state;
	const older = Object.entries(pending).flatMap(([id, created]) => (created < since ? [id] : []));
	const recent: JobFilter = { dateCreated_gte: since };
	if (older.length === 0) return recent;
	return { OR: [recent, { AND: [{ id_in: older }, { status_ne: 'PENDING' }] }] };
}

function both(a: JobFilter | undefined, b: JobFilter | undefined): JobFilter | undefined {
	if (a === undefined || b === undefined) return a ?? b;
	return { AND: [a, b] };
}

/** Room for all that is expected back, so that an idle look costs one request. */
function pageSize(state: WatchState | undefined): number {
	if (state === undefined) return PAGE_SIZE;
	const expected = Object.keys(state.reported).length + Object.keys(state.pending).length;
	return Math.min(Math.max(PAGE_SIZE, expected + PAGE_SIZE / 2), LARGEST_PAGE);
}

/** When a job was made; one without a date (the schema allows it) counts as made when the look began. */
function createdAt(job: Job, state: WatchState): number {
	return job.dateCreated ?? state.newest;
}

function datesOf(jobs: Job[], state: WatchState): JobDates {
	return Object.fromEntries(jobs.map((job) => [job.id, createdAt(job, state)]));
}

function notBefore(date: number, dates: JobDates): JobDates {
	return Object.fromEntries(Object.entries(dates).filter(([, created]) => created >= date));
}

function endedAt(job: Job): number {
	return job.dateCompleted ?? job.dateCreated ?? 0;
}

function byEnd(a: Job, b: Job): number {
	return endedAt(a) - endedAt(b) || a.id.localeCompare(b.id);
}
