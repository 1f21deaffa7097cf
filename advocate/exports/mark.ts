import { createHash, randomUUID } from 'crypto';
import type { Job } from '../api/schema';

/** How many hexadecimal digits a mark has: enough to be a tenant's only one. */
const DIGITS = 16;

/**
 * The mark of one export, which its job carries at the end of its name.
 *
 * An export has no fileRef, and nothing else of what it is made of is its own: the same report may be asked for
 * twice in a minute, by anybody. So when the answer to `createJob` is lost, only a mark tells our job from others.
 * It is in the name, as that is what a list of jobs shows; the requester stays what people filter by.
 *
 * @param work what is the same for each attempt at this export, and for nothing else; undefined if the host can't
 * say: then each attempt has a mark of its own
 */
export function markOf(work: string | undefined): string {
	if (work === undefined) return randomUUID().replaceAll('-', '').slice(0, DIGITS);
	return createHash('sha256').update(work).digest('hex').slice(0, DIGITS);
}

/** A job's name with the mark. */
export function markedName(name: string, mark: string): string {
	return name === '' ? bracketed(mark) : `${name} ${bracketed(mark)}`;
}

/** Whether a job carries the mark. */
export function carries({ name }: Pick<Job, 'name'>, mark: string): boolean {
	return name?.includes(bracketed(mark)) === true;
}

function bracketed(mark: string): string {
	return `[${mark}]`;
}
