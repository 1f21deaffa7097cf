import { settled } from '../settled';

/** For each key, the last work that waits or runs. */
const lines = new Map<string, Promise<void>>();

/**
 * Does things with the same key one after the other, in the order they came, within this process.
 *
 * @param key names what must not be worked on twice at a time
 * @returns what the work gives; throws what it throws, which does not touch the next in line
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
