import type { HostTexts } from '../host-texts';
import type { CreatedJob } from './doubles';
import { hasEnded, isJobStatus, type Job, type JobStats } from '../api/schema';

/** Any JSON (schema: `RSJsonNode`). */
type Json = string | number | boolean | object | null;

/** A job as items and messages carry it: the API's own words, dates as ISO 8601 strings. */
export type ShownJob = Pick<
	Job,
	'id' | 'type' | 'status' | 'name' | 'requester' | 'outputFormat' | 'mailtoEmail' | 'fileRef'
> & {
	stats: JobStats | null;
	dateCreated: string | null;
	dateCompleted: string | null;
	dateExpires: string | null;
	params: Json;
	/** What its status means, if it is not one of the schema's. */
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
		return 'The job was completed, but its files have expired: its results and failed rows can no longer be fetched.';
	}
	const unknown = `This node does not know the status "${job.status}"`;
	const look = 'Look at it in the Advocate portal.';
	return hasEnded(job)
		? `${unknown}. The job has ended, but maybe not all of it was done, so it is treated as aborted. ${look}`
		: `${unknown}, so it treats the job as neither completed nor aborted. ${look}`;
}

/** A job that was to be created, as items and messages carry it. */
export interface ShownCreatedJob extends ShownJob {
	/** True if somebody else created it, earlier or at the same moment. */
	alreadyExisted?: boolean;
	/** Other jobs that import the same file. */
	duplicateJobIds?: string[];
}

/**
 * The same for a job that was to be created: with `alreadyExisted` if it existed before, and a `note` if that
 * one was aborted or if there is something to tell of other jobs.
 */
export function shownCreatedJob(
	{ job, alreadyExisted, duplicateIds, note }: CreatedJob,
	{ job: { importAgain } }: HostTexts,
): ShownCreatedJob {
	const shown = shownJob(job);
	const wasAborted = alreadyExisted && job.status === 'ABORTED';
	const aborted = `This file already had a job, which Advocate aborted. ${importAgain}`;
	const notes = [shown.note, note, wasAborted ? aborted : undefined];
	const said = notes.filter((one) => one !== undefined).join(' ');
	return {
		...shown,
		...(alreadyExisted && { alreadyExisted }),
		...(duplicateIds !== undefined && { duplicateJobIds: duplicateIds }),
		...(said !== '' && { note: said }),
	};
}

/** @param milliseconds since the epoch; null is returned for one outside the range of dates */
export function isoDate(milliseconds: number | null): string | null {
	if (milliseconds === null) return null;
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
