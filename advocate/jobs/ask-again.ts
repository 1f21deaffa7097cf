import type { AdvocateClient } from '../api/client';
import { retryAfterMs } from '../api/retry';
import type { Job } from '../api/schema';
import type { Clock } from '../clock';
import { AdvocateError } from '../errors';
import { settled } from '../settled';

/** Where to ask for a job: a client, or something that watches its answers. */
export type JobSource = Pick<AdvocateClient, 'findJob' | 'jobNotFound'>;

/** Pauses (ms) before looking again for a job that was not found: the API may still be catching up. */
const MISSING_PAUSES = [1_000, 2_000, 4_000];

/**
 * Asks until there is an answer, at most once more than there are pauses.
 *
 * @param ask returns undefined as long as there is no answer
 * @param pauses in milliseconds, one between each question and the next
 * @param longestRetryAfter if given, a transient failure does not end the asking: the next question waits for
 * as long as the API asks, up to this (ms)
 * @returns undefined if the last question gets no answer either
 * @throws whatever `ask` throws, and `clock.sleep`
 */
export async function askAgain<T>(
	ask: () => Promise<T | undefined>,
	pauses: readonly number[],
	clock: Clock,
	longestRetryAfter?: number,
): Promise<T | undefined> {
	for (const pause of pauses) {
		const outcome = await settled(ask());
		if ('value' in outcome) {
			if (outcome.value !== undefined) return outcome.value;
			await clock.sleep(pause);
			continue;
		}
		const { thrown } = outcome;
		const passes = thrown instanceof AdvocateError && thrown.transient;
		if (longestRetryAfter === undefined || !passes) throw thrown;
		const asked = retryAfterMs(thrown.retryAfter, clock.now()) ?? 0;
		await clock.sleep(Math.max(pause, Math.min(asked, longestRetryAfter)));
	}
	return await ask();
}

/**
 * Asks for a job. One that is not found is asked for a few more times, over seven seconds: a job just created
 * may not be known everywhere yet.
 *
 * @throws {AdvocateError} JOB_NOT_FOUND after that; whatever else `source` and `clock.sleep` throw
 */
export async function foundJob(source: JobSource, id: string, clock: Clock): Promise<Job> {
	const job = await askAgain(async () => await source.findJob(id), MISSING_PAUSES, clock);
	if (job !== undefined) return job;
	throw source.jobNotFound(id);
}
