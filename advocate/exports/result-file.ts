import type { AdvocateClient } from '../api/client';
import type { Job } from '../api/schema';
import { AdvocateError } from '../errors';
import { filesExpired, keptFile, withExpiry, type FileKeeper } from '../jobs/files';
import { settled } from '../settled';

/**
 * Reads what is behind the link to a completed export's result.
 *
 * @param now milliseconds since the epoch, for telling whether the result has expired
 * @param read is given the link, which anyone who has it can open: it goes nowhere else
 * @throws {AdvocateError} LINK_REFUSED if there is no link any more, or it leads nowhere; what `read` throws
 */
export async function ofResult<T>(
	client: AdvocateClient,
	job: Job,
	now: number,
	read: (link: string) => Promise<T>,
): Promise<T> {
	if (job.status === 'EXPIRED') throw filesExpired();
	const { downloadUrl } = await client.jobLinks(job.id);
	if (downloadUrl === null) {
		throw new AdvocateError('LINK_REFUSED', "Advocate gave no link to the export's result", {
			hint: 'Look at the job in the Advocate portal.',
		});
	}
	const outcome = await settled(read(downloadUrl));
	if ('value' in outcome) return outcome.value;
	throw withExpiry(outcome.thrown, job, now);
}

/**
 * Fetches the result of a completed export as a file, streamed to where the host keeps it.
 *
 * @returns what the keeper returns
 */
export async function resultFile<T>(
	client: AdvocateClient,
	job: Job,
	keeper: Pick<FileKeeper<T>, 'keep'>,
	now: number,
): Promise<T> {
	return await ofResult(client, job, now, async (link) => {
		return await keptFile(client, link, { job, what: 'results' }, keeper);
	});
}
