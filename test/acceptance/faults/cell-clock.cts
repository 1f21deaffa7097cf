import { AsyncLocalStorage } from 'node:async_hooks';
import { systemTime } from '../../../nodes/runtime/system-time.ts';

const START = Date.parse('2026-01-15T09:00:00Z');

/**
 * A clock that runs on like any other, but over which a pause of a node is past at once: a wait of half
 * an hour costs nothing, and a request that hangs still costs its timeout.
 */
export class CellClock {
	/** How long each pause of a node was to be (ms). */
	readonly pauses: number[] = [];
	/** When each was over (ms since the epoch). */
	readonly pausedUntil: number[] = [];
	/** Called in each pause, for what happens meanwhile. */
	whilePaused: () => void | Promise<void> = () => undefined;
	private readonly begun = performance.now();
	private skipped = 0;

	/** Milliseconds since the epoch. */
	now(): number {
		return Math.floor(START + performance.now() - this.begun + this.skipped);
	}

	/** Treats a pause as over at once. */
	async pause(milliseconds: number): Promise<void> {
		this.pauses.push(milliseconds);
		this.skipped += milliseconds;
		this.pausedUntil.push(this.now());
		await this.whilePaused();
	}
}

const clocks = new AsyncLocalStorage<CellClock>();

/** Does work during which the nodes' time is that of a clock; works that overlap keep theirs apart. */
export async function onClock<T>(clock: CellClock, work: () => Promise<T>): Promise<T> {
	return await clocks.run(clock, work);
}

function current(): CellClock {
	const clock = clocks.getStore();
	if (clock === undefined) throw new Error('A node asked for the time outside of a cell');
	return clock;
}

systemTime.now = () => current().now();
systemTime.sleep = async (milliseconds) => await current().pause(milliseconds);
