import { AdvocateError } from '../../../advocate/errors.ts';
import {
	DEFAULT_RETRY,
	Retry,
	retryAfterMs,
	type RetryLimits,
} from '../../../advocate/api/retry.ts';
import { seededRandom } from '../support/random.cts';
import { errorOf } from '../support/tenant-under-test.cts';

const START = Date.parse('2026-01-15T09:00:00Z');

function failure(details: { transient?: boolean; retryAfter?: string } = { transient: true }) {
	return new AdvocateError('SERVER_ERROR', 'Trouble', {
		hint: 'Try again.',
		status: 503,
		...details,
	});
}

/** Runs something that fails with these errors in turn, then succeeds; each try takes `tryMs`. */
async function run(
	errors: Error[],
	limits: Partial<RetryLimits> = {},
	{ random = () => 1, tryMs = 0 }: { random?: () => number; tryMs?: number } = {},
) {
	let now = START;
	let tries = 0;
	const pauses: number[] = [];
	const clock = {
		now: () => now,
		sleep: async (milliseconds: number) => {
			pauses.push(milliseconds);
			now += milliseconds;
			return await Promise.resolve();
		},
	};
	const retry = new Retry({ ...DEFAULT_RETRY, ...limits }, clock, random);
	const work = retry.run(async () => {
		now += tryMs;
		const error = errors[tries++];
		if (error !== undefined) throw error;
		return await Promise.resolve('done');
	});
	const outcome = await work.then(
		(value): { value?: string; error?: unknown } => ({ value }),
		(error: unknown) => ({ error }),
	);
	return { ...outcome, tries, pauses };
}

const always = (error: AdvocateError) => Array.from({ length: 200 }, () => error);

describe('Trying again', () => {
	test('what succeeds is done once', async () => {
		expect(await run([])).toMatchObject({ value: 'done', tries: 1, pauses: [] });
	});

	test('what fails for a reason that passes is tried five times, over up to 15 seconds', async () => {
		const { error, tries, pauses } = await run(always(failure()));
		expect(tries).toBe(5);
		expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
		expect(error).toMatchObject({
			code: 'SERVER_ERROR',
			message: 'Trouble. Tried 5 times over 15 seconds',
			hint: 'Try again.',
			status: 503,
		});
	});

	test('what fails for good is not', async () => {
		const { error, tries } = await run(always(failure({})));
		expect(tries).toBe(1);
		expect(error).toMatchObject({ message: 'Trouble' });
	});

	test('nor an error that is not an AdvocateError', async () => {
		const odd = new TypeError('odd');
		expect(await run([odd])).toMatchObject({ error: odd, tries: 1 });
	});

	test('the last failure is the one reported', async () => {
		const { error, tries } = await run([failure(), failure({})]);
		expect(tries).toBe(2);
		expect(error).toMatchObject({ message: 'Trouble. Tried 2 times over 1 second' });
	});

	test('a pause is anything up to its bound, which doubles to 30 seconds', async () => {
		const { pauses } = await run(
			always(failure()),
			{ attempts: 100, timeLimitMs: 10_000_000 },
			{ random: seededRandom(3) },
		);
		pauses.forEach((pause, index) => {
			expect(pause).toBeGreaterThanOrEqual(0);
			expect(pause).toBeLessThanOrEqual(Math.min(1_000 * 2 ** index, 30_000));
		});
		expect(new Set(pauses.slice(5)).size).toBeGreaterThan(80);
	});

	test('no pause ends later than the time limit', async () => {
		const { tries, pauses, error } = await run(
			always(failure()),
			{ attempts: 100, timeLimitMs: 20_000 },
			{ tryMs: 2_000 },
		);
		expect(pauses).toEqual([1_000, 2_000, 4_000]);
		expect(tries).toBe(4);
		expect(error).toMatchObject({ message: 'Trouble. Tried 4 times over 15 seconds' });
	});

	test('a cancelled pause ends it', async () => {
		const cancelled = new AdvocateError('CANCELLED', 'Cancelled', { hint: 'So be it.' });
		const clock = { now: () => 0, sleep: async () => await Promise.reject(cancelled) };
		const retry = new Retry(DEFAULT_RETRY, clock, () => 1);
		let tries = 0;
		const error = await errorOf(
			async () =>
				await retry.run(async () => {
					tries++;
					return await Promise.reject(failure());
				}),
		);
		expect([error, tries]).toEqual([cancelled, 1]);
	});
});

describe('Retry-After', () => {
	const asking = (retryAfter: string) => failure({ transient: true, retryAfter });

	test.each([
		['seconds', '7', 7_000],
		['a date', 'Thu, 15 Jan 2026 09:00:42 GMT', 42_000],
		['less than the pause would be anyway', '0', 1_000],
		['a date that is past', 'Thu, 15 Jan 2026 08:00:00 GMT', 1_000],
		['nothing that can be read', 'soon', 1_000],
		['more than two minutes', '3600', 120_000],
	])('as %s: %s', async (_, header, pause) => {
		expect(await run([asking(header)])).toMatchObject({ value: 'done', pauses: [pause] });
	});

	test('beyond the time limit ends it at once', async () => {
		const { tries, pauses } = await run([asking('90')], { timeLimitMs: 60_000 });
		expect([tries, pauses]).toEqual([1, []]);
	});

	test.each(['-5', '1.5', '', ' ', '2026', 'x'.repeat(1_000)])('%j says nothing', (header) => {
		const said = retryAfterMs(header, START);
		expect(header === '2026' ? said === 2_026_000 : said === undefined).toBe(true);
	});
});
