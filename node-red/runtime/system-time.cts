import { workStopped } from '../../advocate/api/connection-error.ts';
import type { Clock } from '../../advocate/clock.ts';
import { NODE_RED_TEXTS } from './host-texts.cts';

/** Node.js takes a longer one (ms) for none at all. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The one place where nodes get time (ms) and chance from; tests put their own in its place. */
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
	/** From 0 to 1, without 1. */
	random: () => Math.random(),
};

/** The time, with pauses that end as soon as the signal says so. */
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
