import type { HostTexts } from '../host-texts';
import type { CreatedJob } from './create-once';
import { hasEnded, isJobStatus, type Job, type JobStats } from '../api/schema';

/** Any JSON (schema: `RSJsonNode`). */
type Json = string | number | boolean | object | null;

/** A job as flows carry it: the API's own words, dates as ISO 8601 strings. */
export type ShownJob = Pick<
	Job,
	'id' | 'type' | 'status' | 'name' | 'requester' | 'outputFormat' | 'mailtoEmail' | 'fileRef'
> & {
	stats: JobStats | null;
	dateCreated: string | null;
	dateCompleted: string | null;
	dateExpires: string | null;
	params: Json;
	/** What there is to know of its status, where that is none of the schema's. */
	note?: string;
};

export function shownJob(job: Job): ShownJob {
	const note = noteOn(job);
	return {
		id: job.id,
		type: job.type,
		status: job.status,
		stats: job.stats && { ...job.stats },
		name: job.name,
		requester: job.requester,
		dateCreated: isoDate(job.dateCreated),
		dateCompleted: isoDate(job.dateCompleted),
		dateExpires: isoDate(job.dateExpires),
		outputFormat: job.outputFormat,
		mailtoEmail: job.mailtoEmail,
		fileRef: job.fileRef,
		params: job.params as Json,
		...(note !== undefined && { note }),
	};
}

function noteOn(job: Job): string | undefined {
	if (isJobStatus(job.status)) return undefined;
	if (job.status === 'EXPIRED') {
		return 'The job was completed, and its files have expired: its results and its failed rows can no longer be fetched.';
	}
	const notKnown = `The status "${job.status}" is not known to this node`;
	const look = 'Look at it in the Advocate portal.';
	return hasEnded(job)
		? `${notKnown}. The job has ended, but perhaps not all of it was done, so it is treated like an aborted one. ${look}`
		: `${notKnown}, so the job is not taken for completed or aborted. ${look}`;
}

/**
 * The same of a job that was to be created, with how it came: `alreadyExisted` where it was there before,
 * and a `note` where that leads nowhere.
 */
export function shownCreatedJob(
	{ job, alreadyExisted }: CreatedJob,
	{ job: { importAgain } }: HostTexts,
): ShownJob & { alreadyExisted?: boolean } {
	const shown = shownJob(job);
	if (!alreadyExisted) return shown;
	if (job.status !== 'ABORTED') return { ...shown, alreadyExisted };
	return {
		...shown,
		alreadyExisted,
		note: `This file had a job before, and Advocate aborted it. ${importAgain}`,
	};
}

/** @param milliseconds since the epoch; one outside of what a date can be gives null */
export function isoDate(milliseconds: number | null): string | null {
	if (milliseconds === null) return null;
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
