import type { AdvocateClient } from '../api/client';
import { endOf, hasEnded, type Job, type JobEnd, type JobFilter } from '../api/schema';
import { readJobList, type JobList } from './list';
import { allPages, PAGE_SIZE } from '../api/pages';
import { DAY, HOUR, MINUTE } from '../durations';

/**
 * The next look begins this long (ms) before the newest job seen: jobs may become visible out of order, and
 * the clocks of the API's servers may differ.
 */
const OVERLAP = 10 * MINUTE;

/**
 * The first look lists jobs created up to this long (ms) before it. Our own clock decides that, and it may be
 * hours ahead (local time taken for UTC): if the list began in the API's future, new jobs would be missed.
 */
const FIRST_LOOK_BACK = DAY;

/** A creation date further than this (ms) ahead of our own clock is not believed: it would end the watch. */
const BELIEVED_AHEAD = HOUR;

/**
 * A job that was pending and has not been seen since is given up once the newest job is this much newer (ms).
 */
const FORGOTTEN_AFTER = 60 * DAY;

const LARGEST_PAGE = 1_000;

const ALL_ENDS: readonly JobEnd[] = ['COMPLETED', 'ABORTED'];

/** Dates (ms since the epoch, by the API's clock) by job ID. */
type JobDates = Record<string, number>;

/** What is remembered between two looks; plain JSON. */
export interface WatchState {
	/** Which jobs of which tenant are watched: another scope starts over. */
	scope: string;
	/** Jobs created since then (ms, by the API's clock) are looked at. */
	since: number;
	/** The newest creation date seen (ms). */
	newest: number;
	/** Jobs seen pending, with the dates they were created. */
	pending: JobDates;
	/**
	 * Jobs already reported, or ended before the watch began, with the dates after which they may be forgotten:
	 * once `since` is past a job's date, no look lists that job any more.
	 */
	reported: JobDates;
	/** How many jobs the last look listed. */
	listed: number;
}

/** Which jobs are watched. */
export interface WatchedJobs {
	/** Identifies the tenant, so that a changed credential starts over. */
	tenant: string;
	/** A job type's value; undefined for all. */
	type?: string;
	/** Only this job. */
	jobId?: string;
	/** Only jobs that end in one of these ways; undefined for any. */
	ends?: readonly JobEnd[];
}

/** What one look at the API found. */
export interface Look extends JobList {
	/** Our own clock (ms). */
	at: number;
}

/**
 * Watches for jobs that end, so that each is reported once.
 *
 * Jobs are told apart by ID and found by creation date, which never changes; `dateCompleted` is not used, as
 * aborted jobs may lack it. A look asks, in one request, for the jobs created recently, those pending and
 * those last seen pending. So a job without a creation date (the schema allows it) is found as long as one
 * look sees it pending.
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
	return { ...(await readJobList(client, filter, pageSize(remembered))), at: now };
}

/**
 * Works out what a look means. Pure and synchronous: apply it to the newest state, so that two simultaneous
 * looks do not report a job twice.
 *
 * @returns the state to remember, and the jobs that ended since the last look, in the order they ended. A
 * first look returns none, unless a single job is watched: its end is what was asked for.
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
		ended: isHistory ? [] : ended.filter((job) => endsAs(job, watched)),
	};
}

/**
 * The job that ended last among those created recently, for trying out a workflow. If there is none, longer
 * spans of time are searched: the API has no sort argument, and its order is not documented.
 *
 * @param now our own clock (ms since the epoch)
 */
export async function newestEndedJob(
	client: AdvocateClient,
	watched: WatchedJobs,
	now: number,
): Promise<Job | undefined> {
	const spans = watched.jobId === undefined ? [DAY, 31 * DAY, Infinity] : [Infinity];
	for (const span of spans) {
		const recent = Number.isFinite(span) ? { dateCreated_gte: now - span } : undefined;
		const filter = both(scopeFilter(watched), both(endFilter(watched), recent));
		let newest: Job | undefined;
		for await (const job of allPages((limit, offset) => client.jobs(filter, limit, offset))) {
			if (!hasEnded(job) || !endsAs(job, watched)) continue;
			if (newest === undefined || byEnd(newest, job) < 0) newest = job;
		}
		if (newest !== undefined) return newest;
	}
	return undefined;
}

function stateFor(watched: WatchedJobs, state: WatchState | undefined): WatchState | undefined {
	return state?.scope === scopeOf(watched) ? state : undefined;
}

/**
 * The ends are included: with more of them watched than before, old jobs that ended so would count as new.
 */
function scopeOf({ tenant, type = '', jobId = '', ends = [] }: WatchedJobs): string {
	return [tenant, type, jobId, ...[...ends].sort()].join('|');
}

function endsAs(job: Job, { ends }: WatchedJobs): boolean {
	return ends === undefined || ends.some((end) => end === endOf(job));
}

/** Excludes what is not wanted, because a filter can only name the schema's statuses. */
function endFilter({ ends = ALL_ENDS }: WatchedJobs): JobFilter {
	const unwanted = ALL_ENDS.filter((end) => !ends.includes(end));
	return { AND: ['PENDING' as const, ...unwanted].map((status) => ({ status_ne: status })) };
}

function beginning(watched: WatchedJobs, look: Look): WatchState {
	const since = watched.jobId === undefined ? look.at - FIRST_LOOK_BACK : 0;
	return { scope: scopeOf(watched), since, newest: since, pending: {}, reported: {}, listed: 0 };
}

/** Not reported yet, and not so old that its report may have been forgotten. */
function isDue(job: Job, state: WatchState, { jobId }: WatchedJobs): boolean {
	if (Object.hasOwn(state.reported, job.id)) return false;
	if (jobId !== undefined || Object.hasOwn(state.pending, job.id)) return true;
	return createdAt(job, state.newest) >= state.since;
}

function remember(before: WatchState, look: Look, ended: Job[]): WatchState {
	const newestListed = look.jobs
		.map((job) => job.dateCreated ?? before.since)
		.filter((date) => date <= look.at + BELIEVED_AHEAD)
		.reduce((latest, date) => Math.max(latest, date), before.since);
	const newest = Math.max(before.newest, newestListed);
	const since = look.whole ? Math.max(before.since, newestListed - OVERLAP) : before.since;
	const reportedBefore = look.jobs.filter((job) => Object.hasOwn(before.reported, job.id));
	const seenPending = look.jobs.filter(
		(job) => !hasEnded(job) && !Object.hasOwn(before.reported, job.id),
	);
	const pending = {
		...notBefore(newest - FORGOTTEN_AFTER, before.pending),
		...datesOf(seenPending, newest),
	};
	for (const job of ended) delete pending[job.id];
	// Kept for a while even if created long ago: a slower look that began earlier may still see it pending.
	const reported = [...reportedBefore, ...ended].map((job): [string, number] => [
		job.id,
		Math.max(createdAt(job, newest), newest),
	]);
	return {
		scope: before.scope,
		since,
		newest,
		pending,
		reported: notBefore(since, { ...before.reported, ...Object.fromEntries(reported) }),
		listed: look.jobs.length,
	};
}

function scopeFilter({ type, jobId }: WatchedJobs): JobFilter | undefined {
	return both(
		type === undefined ? undefined : { type_eq: type },
		jobId === undefined ? undefined : { id_eq: jobId },
	);
}

/** Matches what may have ended since the last look; on a first look, what the watch starts from. */
function dueFilter(
	{ jobId }: WatchedJobs,
	state: WatchState | undefined,
	now: number,
): JobFilter | undefined {
	if (jobId !== undefined) return undefined;
	if (state === undefined) {
		return { OR: [{ dateCreated_gte: now - FIRST_LOOK_BACK }, { status_eq: 'PENDING' }] };
	}
	const lastPending = Object.keys(state.pending);
	const conditions: JobFilter[] = [{ dateCreated_gte: state.since }, { status_eq: 'PENDING' }];
	if (lastPending.length > 0) conditions.push({ id_in: lastPending });
	return { OR: conditions };
}

function both(a: JobFilter | undefined, b: JobFilter | undefined): JobFilter | undefined {
	if (a === undefined || b === undefined) return a ?? b;
	return { AND: [a, b] };
}

/** Large enough for all jobs expected, so that a look without news costs one request. */
function pageSize(state: WatchState | undefined): number {
	if (state === undefined) return PAGE_SIZE;
	return Math.min(Math.max(PAGE_SIZE, state.listed + PAGE_SIZE / 2), LARGEST_PAGE);
}

/** When a job was created; one without a date (the schema allows it) counts as created with the newest. */
function createdAt(job: Job, newest: number): number {
	return job.dateCreated ?? newest;
}

function datesOf(jobs: Job[], newest: number): JobDates {
	return Object.fromEntries(jobs.map((job) => [job.id, createdAt(job, newest)]));
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
