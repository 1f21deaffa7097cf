import { AdvocateError } from '../errors';
import { settled } from '../settled';
import type { Clock } from '../clock';

/** How long the client keeps trying. */
export interface RetryLimits {
	/** How often a request is sent at most; 1 means no retry. */
	attempts: number;
	/** No pause begins that would end later than this after the first try (ms). */
	timeLimitMs: number;
}

export const DEFAULT_RETRY: RetryLimits = { attempts: 5, timeLimitMs: 300_000 };

/** In milliseconds, at most: before the second try, and before any try. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** The longest wait (ms) that the API can ask for: 429 and the like are not documented. */
const LONGEST_RETRY_AFTER = 120_000;

/** Retries what failed for a transient reason, with pauses that grow and vary. */
export class Retry {
	/** @param random returns a number from 0 to 1, excluding 1 */
	constructor(
		private readonly limits: RetryLimits,
		private readonly clock: Clock,
		private readonly random: () => number,
	) {}

	/** Begins a series of tries of one thing. */
	begin(): Tries {
		return new Tries(this.limits, this.clock, this.random);
	}

	/**
	 * Does something until it succeeds, fails for good, or the limits are reached.
	 *
	 * @param attempt is called anew for each try
	 * @throws what the last try threw; an AdvocateError then says how often and for how long it was tried
	 */
	async run<T>(attempt: () => Promise<T>): Promise<T> {
		const tries = this.begin();
		for (;;) {
			const outcome = await settled(attempt());
			if ('value' in outcome) return outcome.value;
			await tries.pauseAfter(outcome.thrown);
		}
	}
}

/** One thing that is tried, possibly several times. */
export class Tries {
	private made = 0;
	private readonly startedAt: number;

	constructor(
		private readonly limits: RetryLimits,
		private readonly clock: Clock,
		private readonly random: () => number,
	) {
		this.startedAt = clock.now();
	}

	/**
	 * Waits until it is time for the next try.
	 *
	 * @param thrown why the last one failed
	 * @throws the same, if there is no next try; whatever the clock's sleep throws
	 */
	async pauseAfter(thrown: unknown): Promise<void> {
		this.made++;
		if (!(thrown instanceof AdvocateError) || !thrown.transient) throw this.final(thrown);
		const pause = this.pause(thrown);
		const elapsed = this.clock.now() - this.startedAt;
		const isOver = this.made >= this.limits.attempts || elapsed + pause > this.limits.timeLimitMs;
		if (isOver) throw this.final(thrown);
		await this.clock.sleep(pause);
	}

	/** "Full jitter": anything up to a bound that doubles, so that many clients do not come back at once. */
	private pause({ retryAfter }: AdvocateError): number {
		const bound = Math.min(FIRST_PAUSE * 2 ** (this.made - 1), LONGEST_PAUSE);
		const asked = retryAfterMs(retryAfter, this.clock.now()) ?? 0;
		return Math.max(Math.round(this.random() * bound), Math.min(asked, LONGEST_RETRY_AFTER));
	}

	private final(thrown: unknown): unknown {
		if (!(thrown instanceof AdvocateError) || this.made < 2 || thrown.code === 'CANCELLED') {
			return thrown;
		}
		const seconds = Math.round((this.clock.now() - this.startedAt) / 1_000);
		const time = seconds === 1 ? '1 second' : `${seconds} seconds`;
		return thrown.rephrased({
			message: `${thrown.message}. Tried ${this.made} times over ${time}`,
		});
	}
}

/**
 * How long an answer asks to wait before the next request (RFC 9110, 10.2.3: seconds, or a date).
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds; undefined if it does not say
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1_000;
	const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** No retries: everything is tried once. */
export const NO_RETRY = new Retry(
	{ attempts: 1, timeLimitMs: 0 },
	{ now: () => 0, sleep: () => Promise.resolve() },
	() => 0,
);
