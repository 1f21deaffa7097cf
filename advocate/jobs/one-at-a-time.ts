import { settled } from '../settled';

/** For each key, the end of the last work that is waiting or running. */
const lines = new Map<string, Promise<void>>();

/**
 * Runs work with the same key one after the other, in the order of the calls, within this process.
 *
 * @param key names what must not be worked on twice at the same time
 * @returns what the work returns; throws what it throws, which does not affect the next in line
 */
export async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
	const before = lines.get(key) ?? Promise.resolve();
	const mine = before.then(work);
	const end = settled(mine).then(() => undefined);
	lines.set(key, end);
	await end;
	if (lines.get(key) === end) lines.delete(key);
	return await mine;
}
