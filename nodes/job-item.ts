import type { IDataObject } from 'n8n-workflow';
import type { Job } from '../advocate/job';

/** A job as an item carries it: the API's own words, dates as ISO 8601 strings. */
export function jobItem(job: Job): IDataObject {
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
		params: job.params as IDataObject | null,
	};
}

/** @param milliseconds since the epoch; one outside of what a date can be gives null */
function isoDate(milliseconds: number | null): string | null {
	if (milliseconds === null) return null;
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
