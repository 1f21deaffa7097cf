import { setTimeout as sleep } from 'node:timers/promises';

/** Returns the answer, or undefined while there is none. */
type Probe<T> = () => Promise<T | undefined> | T | undefined;

/**
 * Asks again and again until there is an answer. For n8n and its browser, which run in real time.
 *
 * @param what what is awaited, for the error: "the execution 7 to end"
 * @param withinMs how long at most, in ms
 * @throws Error when the time is up
 */
export async function until<T>(what: string, withinMs: number, probe: Probe<T>): Promise<T> {
	return await untilStuck(what, withinMs, () => undefined, probe);
}

/**
 * The same for something long, which may take as long as it likes while it makes progress.
 *
 * @param withoutProgressMs how long nothing may happen, in ms
 * @param progress how far it has come; any other value than the one before is progress
 * @throws Error when nothing has happened for so long
 */
export async function untilStuck<T>(
	what: string,
	withoutProgressMs: number,
	progress: () => unknown,
	probe: Probe<T>,
): Promise<T> {
	let reached = progress();
	let end = Date.now() + withoutProgressMs;
	for (;;) {
		const answer = await probe();
		if (answer !== undefined) return answer;
		const now = progress();
		if (now !== reached) end = Date.now() + withoutProgressMs;
		reached = now;
		if (Date.now() > end)
			throw new Error(`Waited ${withoutProgressMs / 1000} s in vain for ${what}`);
		await sleep(200);
	}
}
