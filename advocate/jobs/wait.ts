import { AdvocateError } from '../errors';
import { hasEnded, type Job } from '../api/schema';
import { numberOr } from '../settings';
import { retryAfterMs } from '../api/retry';
import { settled } from '../settled';
import { foundJob, type JobSource } from './ask-again';
import type { Clock } from '../clock';

/** All three in milliseconds. */
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

/** The same as a person entered them or an expression gave them; empty means the default. */
export interface WaitSettings {
	/** Seconds. */
	firstPause?: number | string;
	/** Seconds. */
	longestPause?: number | string;
	/** Minutes. */
	timeLimit?: number | string;
}

/** Pauses and time limit as they were set; `waitForJob` checks them. */
export function waitOptions({ firstPause, longestPause, timeLimit }: WaitSettings): WaitOptions {
	const { firstPauseMs, longestPauseMs, timeLimitMs } = DEFAULT_WAIT;
	return {
		firstPauseMs: numberOr(firstPause, firstPauseMs / 1_000) * 1_000,
		longestPauseMs: numberOr(longestPause, longestPauseMs / 1_000) * 1_000,
		timeLimitMs: numberOr(timeLimit, timeLimitMs / 60_000) * 60_000,
	};
}

/**
 * @throws {AdvocateError} SETTINGS_INVALID for a first pause below one second, a longest pause shorter than
 * the first, or a time limit that is negative or not a number
 */
export function checkedWait(options: WaitOptions): WaitOptions {
	const { firstPauseMs, longestPauseMs, timeLimitMs } = options;
	const pausesFit = firstPauseMs >= 1_000 && longestPauseMs >= firstPauseMs;
	if (pausesFit && timeLimitMs >= 0 && Number.isFinite(timeLimitMs)) return options;
	throw new AdvocateError(
		'SETTINGS_INVALID',
		'The pauses between status checks or the time limit are not valid',
		{
			hint: 'The first pause must be at least 1 second, the longest pause at least as long as the first, and the time limit not negative.',
		},
	);
}

/** The factor by which each pause is longer than the one before. */
const GROWTH = 1.5;

/** The result of waiting. */
export interface Waited {
	/** The job as last seen: ended, or still pending when the time ran out. */
	job: Job;
	/** Why the last question failed, if it did. */
	failure?: AdvocateError;
}

/**
 * Asks for a job until it ends or the time runs out, the last time at the very end. A transient failure does
 * not end the wait.
 *
 * @param source sends one request at a time, without retries of its own
 * @throws {AdvocateError} SETTINGS_INVALID for invalid options (see checkedWait); what `source` throws for
 * good, or at last if it never returned the job; whatever `clock.sleep` throws
 */
export async function waitForJob(
	source: JobSource,
	id: string,
	options: WaitOptions,
	clock: Clock,
): Promise<Waited> {
	const { firstPauseMs, longestPauseMs, timeLimitMs } = checkedWait(options);
	const deadline = clock.now() + timeLimitMs;
	let job: Job | undefined;
	for (let pause = firstPauseMs; ; pause = Math.min(pause * GROWTH, longestPauseMs)) {
		const answer = await answerTo(source, id, clock);
		if (answer instanceof AdvocateError) {
			if (!answer.transient) throw job === undefined ? answer : goneMeanwhile(answer, job);
		} else {
			job = answer;
			if (hasEnded(job)) return { job };
		}
		const left = deadline - clock.now();
		if (left <= 0) return waited(job, answer);
		const asked = answer instanceof AdvocateError ? answer.retryAfter : undefined;
		const wanted = Math.max(pause, retryAfterMs(asked, clock.now()) ?? 0);
		await cancellable(clock.sleep(Math.min(wanted, left)));
	}
}

/** The job, or why it could not be fetched. */
async function answerTo(source: JobSource, id: string, clock: Clock): Promise<Job | AdvocateError> {
	const outcome = await settled(cancellable(foundJob(source, id, clock)));
	if ('value' in outcome) return outcome.value;
	if (outcome.thrown instanceof AdvocateError) return outcome.thrown;
	throw outcome.thrown;
}

function waited(job: Job | undefined, answer: Job | AdvocateError): Waited {
	if (!(answer instanceof AdvocateError)) return { job: answer };
	if (job === undefined) throw answer;
	return { job, failure: answer };
}

function goneMeanwhile(error: AdvocateError, { id }: Job): AdvocateError {
	if (error.code !== 'JOB_NOT_FOUND') return error;
	return error.rephrased({
		message: `The job "${id}" no longer exists`,
		hint: 'Someone may have deleted it in the Advocate portal while this node was waiting for it. Its rows may have been imported anyway.',
	});
}

/** Says, when the wait is cancelled, that the job itself goes on. */
async function cancellable<T>(work: Promise<T>): Promise<T> {
	const outcome = await settled(work);
	if ('value' in outcome) return outcome.value;
	const { thrown } = outcome;
	if (!(thrown instanceof AdvocateError) || thrown.code !== 'CANCELLED') throw thrown;
	throw thrown.rephrased({
		message: `${thrown.message} while waiting for the job`,
		hint: 'The job itself continues in Advocate. Check on it later by its ID.',
	});
}
