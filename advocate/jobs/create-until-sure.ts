import type { AdvocateClient } from '../api/client';
import type { Job } from '../api/schema';
import type { Clock } from '../clock';
import { AdvocateError, type AdvocateErrorCode } from '../errors';
import { settled } from '../settled';
import { askAgain } from './ask-again';

/**
 * Pauses (ms) before each look for a job whose creation got no answer: the API's list may lag behind, and a
 * request that timed out may still be running. Twenty seconds in all.
 */
const LOOK_PAUSES = [1_000, 3_000, 6_000, 10_000] as const;

/** Failures after which the API may nevertheless have done what it was asked. */
const LEAVES_DOUBT: AdvocateErrorCode[] = [
	'CANCELLED',
	'CONNECTION_LOST',
	'SERVER_ERROR',
	'TIMED_OUT',
	'UNEXPECTED_ANSWER',
];

/** Failures after which a GraphQL request cannot have done anything, because it was not let in. */
const NOT_LET_IN: AdvocateErrorCode[] = ['KEY_REFUSED', 'TENANT_NOT_FOUND'];

/** What a look gives if there may be such a job, but that can't be told: then nothing is created again. */
export const UNCLEAR = Symbol('unclear');

/** A job to be created, and how it is told from all others. */
export interface UnsureCreation<Found> {
	client: AdvocateClient;
	clock: Clock;
	create: () => Promise<Job>;
	/**
	 * Looks once for the job that a lost answer may have been about.
	 *
	 * @returns undefined if there is none; if the look fails, that is UNCLEAR too
	 */
	look: () => Promise<Found | typeof UNCLEAR | undefined>;
	/** Adds to the error of a failed creation what to look for, as the job may exist nevertheless. */
	inDoubt: (thrown: unknown) => unknown;
}

/**
 * Creates a job, though `createJob` is not idempotent (doc): when an answer is lost, the job is looked for, and
 * created again only if it is certain that there is none.
 *
 * @returns the job that the API answered with; or, where the answer was lost, what was found
 * @throws {AdvocateError} why the last try failed
 */
export async function createUntilSure<Found>(
	creation: UnsureCreation<Found>,
): Promise<{ job: Job } | { found: Found }> {
	const { client, create, inDoubt } = creation;
	const tries = client.retry.begin();
	let isInDoubt = false;
	for (;;) {
		const outcome = await settled(create());
		if ('value' in outcome) return { job: outcome.value };
		if (mayHaveCreated(outcome.thrown)) {
			const look = await settled(lookForLost(creation, outcome.thrown));
			if ('thrown' in look) throw inDoubt(look.thrown);
			if (look.value !== undefined) return { found: look.value };
			isInDoubt ||= leavesDoubt(outcome.thrown);
		}
		const pause = await settled(tries.pauseAfter(outcome.thrown));
		if ('value' in pause) continue;
		throw isInDoubt ? inDoubt(pause.thrown) : pause.thrown;
	}
}

/** GraphQL errors in place of the job do not say whether it was created before they occurred. */
function mayHaveCreated(thrown: unknown): boolean {
	if (!(thrown instanceof AdvocateError)) return false;
	return leavesDoubt(thrown) || (thrown.isWithinGraphql && !NOT_LET_IN.includes(thrown.code));
}

function leavesDoubt(thrown: unknown): boolean {
	return thrown instanceof AdvocateError && LEAVES_DOUBT.includes(thrown.code);
}

/**
 * Looks several times for the job that a lost answer may have been about.
 *
 * @throws `lost`, if it can't be found out: then the job must not be created again
 */
async function lookForLost<Found>(
	{ look, clock }: UnsureCreation<Found>,
	lost: unknown,
): Promise<Found | undefined> {
	if (lost instanceof AdvocateError && lost.code === 'CANCELLED') throw lost;
	const [first, ...further] = LOOK_PAUSES;
	await clock.sleep(first);
	return await askAgain(
		async () => {
			const outcome = await settled(look());
			if ('thrown' in outcome || outcome.value === UNCLEAR) throw lost;
			return outcome.value;
		},
		further,
		clock,
	);
}
