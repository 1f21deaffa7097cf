import { setTimeout as sleep } from 'node:timers/promises';
import { systemTime } from '../../../nodes/runtime/system-time.ts';

const START = Date.parse('2026-01-15T09:00:00Z');

/**
 * Makes the nodes' time run faster than real time: their pauses take so much less, and what runs at the
 * same moment still agrees on what time it is.
 *
 * @param speed how many of their milliseconds pass in one
 * @returns the time (ms since the epoch), for the sandbox to go by
 */
export function quickenTime(speed: number): () => number {
	const begun = performance.now();
	const now = () => Math.floor(START + (performance.now() - begun) * speed);
	systemTime.now = now;
	systemTime.sleep = async (milliseconds) => void (await sleep(milliseconds / speed));
	return now;
}
