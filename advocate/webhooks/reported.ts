import type { Job } from '../api/schema';
import { DAY } from '../durations';

/** A hook is delivered again for 72 hours (guide); its job is remembered for more than twice as long (ms). */
const REMEMBERED_FOR = 7 * DAY;

/** How many jobs are remembered, so that what is saved with a workflow stays small. */
const MOST_REMEMBERED = 10_000;

/** Dates of the reports (ms since the epoch, by our clock) by job ID; plain JSON. */
export type ReportedJobs = Record<string, number>;

/**
 * Whether a job ended so long ago that it may have been reported and forgotten: a hook about it is a late
 * copy, as Advocate no longer sends one.
 *
 * @param now milliseconds since the epoch
 */
export function isLongOver(job: Job, now: number): boolean {
	const ended = job.dateCompleted ?? job.dateCreated ?? now;
	return ended < now - REMEMBERED_FOR;
}

/**
 * Forgets reports that are too old or too many.
 *
 * @param now milliseconds since the epoch
 */
export function rememberedReports(now: number, reports: ReportedJobs): ReportedJobs {
	const recent = Object.entries(reports).filter(([, date]) => date >= now - REMEMBERED_FOR);
	return Object.fromEntries(recent.sort(([, a], [, b]) => b - a).slice(0, MOST_REMEMBERED));
}
