import type { Fault, FaultEffect, FaultPoint } from '../../../sandbox/server/faults.cts';

type Spoiled = FaultEffect & { afterEffect?: boolean };

const anywhere: Spoiled[] = [
	{ kind: 'reset', at: 'beforeAnswer' },
	{ kind: 'reset', at: 'midBody' },
	{ kind: 'reset', at: 'afterEffect' },
	{ kind: 'status', status: 429 },
	{ kind: 'status', status: 429, headers: { 'retry-after': '2' } },
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 502, body: '<html><body>Bad Gateway</body></html>' },
	{ kind: 'status', status: 503, afterEffect: true },
	{ kind: 'truncate', contentLength: 'full' },
	{ kind: 'gzip' },
	{ kind: 'wrongContentType' },
	{ kind: 'delay', ms: 300 },
];

const ofJson: Spoiled[] = [
	{ kind: 'truncate', contentLength: 'cut' },
	{ kind: 'notJson' },
	{ kind: 'notJson', afterEffect: true },
];

/** What a fault is spread over: an operation, and how many requests of it there will be at least. */
export interface Spread {
	on: FaultPoint;
	requests: number;
	/** How many of them go wrong. */
	faults: number;
}

/**
 * Faults that pass, each at one request chosen at random.
 *
 * @param random gives numbers from 0 to 1, without 1
 */
export function randomFaults(spreads: readonly Spread[], random: () => number): Fault[] {
	return spreads.flatMap(({ on, requests, faults }) => {
		const effects = on === 'download' ? anywhere : [...anywhere, ...ofJson];
		return Array.from({ length: faults }, (): Fault => {
			const effect = effects[Math.floor(random() * effects.length)] ?? { kind: 'reset' };
			return { ...effect, on, times: 1, skip: Math.floor(random() * requests) };
		});
	});
}
