import { setTimeout as sleep } from 'node:timers/promises';

/** Returns the answer, or undefined while there is none. */
type Probe<T> = () => Promise<T | undefined> | T | undefined;

/** What is waited by, in ms. */
export interface WaitingTime {
	now(): number;
	sleep(milliseconds: number): Promise<unknown>;
}

const REAL_TIME: WaitingTime = { now: () => Date.now(), sleep };

/**
 * Asks again and again until there is an answer. For n8n and its browser, which run in real time.
 *
 * @param what what is awaited, for the error: "the execution 7 to end"
 * @param withinMs how long at most, in ms
 * @throws Error when the time is up
 */
export async function until<T>(
	what: string,
	withinMs: number,
	probe: Probe<T>,
	time?: WaitingTime,
): Promise<T> {
	return await untilStuck(what, withinMs, () => undefined, probe, time);
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
	time = REAL_TIME,
): Promise<T> {
	let reached = progress();
	let end = time.now() + withoutProgressMs;
	for (;;) {
		const answer = await probe();
		if (answer !== undefined) return answer;
		const now = progress();
		if (now !== reached) end = time.now() + withoutProgressMs;
		reached = now;
		if (time.now() > end) {
			throw new Error(`Waited ${withoutProgressMs / 1000} s in vain for ${what}`);
		}
		await time.sleep(200);
	}
}

/**
 * Asserts again and again until it holds, for what a browser shows in its own time.
 *
 * @param assertion what is to hold; it fails by throwing
 * @param withinMs how long it may take to hold, in ms
 * @throws the last failure when the time is over
 */
export async function eventually(assertion: () => Promise<void>, withinMs = 15_000): Promise<void> {
	let failure: unknown;
	const holds = async (): Promise<true | undefined> => {
		try {
			await assertion();
			return true;
		} catch (error) {
			failure = error;
			return undefined;
		}
	};
	await until('it to hold', withinMs, holds).catch((error: unknown) => {
		throw failure ?? error;
	});
}
