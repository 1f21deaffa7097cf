import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer. For n8n and its browser, which run in real time.
 *
 * @param what what is awaited, for the error: "the execution 7 to end"
 * @param withinMs how long at most, in ms
 * @param probe gives the answer, or undefined while there is none
 * @throws Error when the time is over
 */
export async function until<T>(
	what: string,
	withinMs: number,
	probe: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
	const end = Date.now() + withinMs;
	for (;;) {
		const answer = await probe();
		if (answer !== undefined) return answer;
		if (Date.now() > end) throw new Error(`Waited ${withinMs / 1000} s in vain for ${what}`);
		await sleep(200);
	}
}
