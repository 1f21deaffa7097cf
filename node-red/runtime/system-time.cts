import { workStopped } from '../../advocate/api/connection-error.ts';
import type { Clock } from '../../advocate/clock.ts';
import { NODE_RED_TEXTS } from './host-texts.cts';

/** Node.js lets a longer timer (ms) fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The only place from which nodes get the time (ms) and random numbers. Tests replace it. */
export const systemTime = {
	now: () => Date.now(),
	sleep: async (milliseconds: number, signal: AbortSignal) =>
		await new Promise<void>((resolve) => {
			const timer = setTimeout(end, Math.min(milliseconds, LONGEST_TIMER));
			signal.addEventListener('abort', end, { once: true });
			function end() {
				clearTimeout(timer);
				signal.removeEventListener('abort', end);
				resolve();
			}
		}),
	/**
	 * Does something after a pause (ms), unless it is called off before.
	 *
	 * @returns calls it off
	 */
	later(milliseconds: number, act: () => void): () => void {
		const timer = setTimeout(act, Math.min(milliseconds, LONGEST_TIMER));
		return () => clearTimeout(timer);
	},
	/** At least 0 and less than 1. */
	random: () => Math.random(),
};

/** The system's clock, with pauses that end as soon as the signal is aborted. */
export function clockOf(signal: AbortSignal): Clock {
	return {
		now: () => systemTime.now(),
		async sleep(milliseconds) {
			if (!signal.aborted) await systemTime.sleep(milliseconds, signal);
			stopIfAborted(signal);
		},
	};
}

/** @throws {AdvocateError} CANCELLED once the work is stopped */
export function stopIfAborted(signal: AbortSignal): void {
	if (signal.aborted) throw workStopped(NODE_RED_TEXTS);
}
