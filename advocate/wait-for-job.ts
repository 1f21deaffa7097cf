import { AdvocateError } from './errors';
import { hasEnded, type Job } from './job';
import type { Clock } from './transport';

/** Milliseconds, all three. */
export interface WaitOptions {
	firstPauseMs: number;
	longestPauseMs: number;
	timeLimitMs: number;
}

/** A job takes up to 30 minutes (guide). */
export const DEFAULT_WAIT: WaitOptions = {
	firstPauseMs: 2_000,
	longestPauseMs: 30_000,
	timeLimitMs: 30 * 60_000,
};

/** Each pause is so much longer than the one before. */
const GROWTH = 1.5;

/**
 * Asks for a job until it ends or the time is over; asks once more when the time is just over.
 *
 * @param ask gets the job as it is now
 * @returns the job as last seen: ended, or still pending when the time was over
 * @throws {AdvocateError} SETTINGS_INVALID for pauses below one second or a negative limit; whatever
 * `ask` and `clock.sleep` throw
 */
export async function waitForJob(
	ask: () => Promise<Job>,
	{ firstPauseMs, longestPauseMs, timeLimitMs }: WaitOptions,
	clock: Clock,
): Promise<Job> {
	if (!(firstPauseMs >= 1_000) || !(longestPauseMs >= firstPauseMs) || !(timeLimitMs >= 0)) {
		throw new AdvocateError('SETTINGS_INVALID', 'The pauses between status checks do not fit', {
			hint: 'The first pause is at least 1 second, the longest pause at least as long as the first, and the time limit is not negative.',
		});
	}
	const deadline = clock.now() + timeLimitMs;
	let job = await ask();
	let pause = firstPauseMs;
	while (!hasEnded(job) && clock.now() < deadline) {
		await clock.sleep(Math.min(pause, deadline - clock.now()));
		job = await ask();
		pause = Math.min(pause * GROWTH, longestPauseMs);
	}
	return job;
}
