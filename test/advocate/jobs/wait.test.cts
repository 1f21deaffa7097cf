import { AdvocateError, type AdvocateErrorCode } from '../../../advocate/errors.ts';
import type { Job } from '../../../advocate/api/schema.ts';
import type { JobSource } from '../../../advocate/jobs/ask-again.ts';
import { DEFAULT_WAIT, waitForJob, type WaitOptions } from '../../../advocate/jobs/wait.ts';
import { errorOf } from '../support/tenant-under-test.cts';
import { jobFrom } from '../../../advocate/api/from-json.ts';

const job = (fields: Record<string, unknown>) => jobFrom({ id: '1', ...fields }) as Job;

/** A job that is asked for by that; one that is not found throws what the client does. */
function sourceOf(ask: () => Promise<Job>): JobSource {
	let missing: AdvocateError | undefined;
	return {
		findJob: async () =>
			await ask().catch((thrown: unknown) => {
				if (!(thrown instanceof AdvocateError) || thrown.code !== 'JOB_NOT_FOUND') throw thrown;
				missing = thrown;
				return undefined;
			}),
		jobNotFound: () => missing as AdvocateError,
	};
}

/** Waits with a clock that only sleeping moves; asking takes `askMs`. */
async function wait(
	answers: (asked: number, elapsed: number) => Job | AdvocateError,
	options: Partial<WaitOptions> = {},
	askMs = 0,
) {
	let now = 1_000_000;
	const pauses: number[] = [];
	let asked = 0;
	const clock = {
		now: () => now,
		sleep: async (milliseconds: number) => {
			pauses.push(milliseconds);
			now += milliseconds;
			return await Promise.resolve();
		},
	};
	const source = sourceOf(async () => {
		now += askMs;
		const answer = answers(++asked, now - 1_000_000);
		return await (answer instanceof AdvocateError
			? Promise.reject(answer)
			: Promise.resolve(answer));
	});
	const all = { ...DEFAULT_WAIT, ...options };
	const { job: last, failure } = await waitForJob(source, '1', all, clock);
	return { last, failure, pauses, asked, elapsed: now - 1_000_000 };
}

const always = (fields: Record<string, unknown>) => () => job(fields);

describe('Waiting for a job', () => {
	test.each(['COMPLETED', 'ABORTED'])(
		'one that is %s already is asked for once',
		async (status) => {
			const { last, pauses, asked } = await wait(always({ status }));
			expect(last.status).toBe(status);
			expect(pauses).toEqual([]);
			expect(asked).toBe(1);
		},
	);

	test('pauses grow by half, from 2 seconds to 30', async () => {
		const { last, pauses } = await wait((asked) =>
			job({ status: asked > 10 ? 'COMPLETED' : 'PENDING' }),
		);
		expect(last.status).toBe('COMPLETED');
		expect(pauses).toEqual([
			2_000, 3_000, 4_500, 6_750, 10_125, 15_187.5, 22_781.25, 30_000, 30_000, 30_000,
		]);
	});

	test('pauses can be set', async () => {
		const { pauses } = await wait((asked) => job({ status: asked > 4 ? 'ABORTED' : 'PENDING' }), {
			firstPauseMs: 1_000,
			longestPauseMs: 1_500,
		});
		expect(pauses).toEqual([1_000, 1_500, 1_500, 1_500]);
	});

	test('when the time is over, the pending job is the answer; no pause goes past the limit', async () => {
		const { last, pauses, elapsed } = await wait(always({ status: 'PENDING' }), {
			timeLimitMs: 10_000,
		});
		expect(last.status).toBe('PENDING');
		expect(pauses).toEqual([2_000, 3_000, 4_500, 500]);
		expect(elapsed).toBe(10_000);
	});

	test('the time the API takes to answer counts', async () => {
		const { pauses, elapsed } = await wait(
			always({ status: 'PENDING' }),
			{ timeLimitMs: 10_000 },
			1_000,
		);
		expect(pauses).toEqual([2_000, 3_000, 2_000]);
		expect(elapsed).toBe(11_000);
	});

	test('a job that ends in the last pause is seen', async () => {
		const { last } = await wait(
			(_, elapsed) => job({ status: elapsed >= 10_000 ? 'COMPLETED' : 'PENDING' }),
			{ timeLimitMs: 10_000 },
		);
		expect(last.status).toBe('COMPLETED');
	});

	test('with a limit of 0 it is asked for once', async () => {
		const { last, asked, pauses } = await wait(always({ status: 'PENDING' }), { timeLimitMs: 0 });
		expect([last.status, asked, pauses]).toEqual(['PENDING', 1, []]);
	});

	test('the default limit is 30 minutes', async () => {
		const { elapsed, asked } = await wait(always({ status: 'PENDING' }));
		expect(elapsed).toBe(30 * 60_000);
		expect(asked).toBeLessThan(70);
	});

	test('a status the API may add one day has ended when it says when it completed', async () => {
		const { last } = await wait((asked) =>
			asked < 3
				? job({ status: 'RUNNING' })
				: job({ status: 'PARTLY_COMPLETED', dateCompleted: 1_780_000_000_000 }),
		);
		expect(last.status).toBe('PARTLY_COMPLETED');
	});

	test('what asking or sleeping throws ends the wait', async () => {
		const clock = { now: () => 0, sleep: async () => await Promise.reject(new Error('cancelled')) };
		const source = sourceOf(async () => await Promise.resolve(job({ status: 'PENDING' })));
		await expect(waitForJob(source, '1', DEFAULT_WAIT, clock)).rejects.toThrow('cancelled');
	});
});

describe('Questions that fail', () => {
	const failing = (code: AdvocateErrorCode, details: object = { transient: true }) =>
		new AdvocateError(code, 'No answer', { hint: 'Try again.', ...details });
	const pending = job({ status: 'PENDING' });

	test('for a reason that passes do not end the wait', async () => {
		const { last, failure, pauses } = await wait(
			(asked) =>
				[pending, failing('TIMED_OUT'), failing('SERVER_ERROR')][asked - 1] ??
				job({ status: 'COMPLETED' }),
		);
		expect([last.status, failure]).toEqual(['COMPLETED', undefined]);
		expect(pauses).toEqual([2_000, 3_000, 4_500]);
	});

	test('when the time is over, the job as last seen is the answer, with why', async () => {
		const { last, failure, elapsed } = await wait(
			(asked) => (asked === 1 ? pending : failing('UNREACHABLE')),
			{ timeLimitMs: 60_000 },
		);
		expect(last).toEqual(pending);
		expect(failure?.code).toBe('UNREACHABLE');
		expect(elapsed).toBe(60_000);
	});

	test('that never gave the job are thrown when the time is over', async () => {
		const error = await errorOf(
			async () => await wait(() => failing('SERVER_ERROR'), { timeLimitMs: 60_000 }),
		);
		expect(error.code).toBe('SERVER_ERROR');
	});

	test('for good end it at once', async () => {
		const error = await errorOf(
			async () => await wait((asked) => (asked === 1 ? pending : failing('FORBIDDEN', {}))),
		);
		expect(error.code).toBe('FORBIDDEN');
	});

	test('a pause is as long as the API asks for', async () => {
		const busy = failing('RATE_LIMITED', { transient: true, retryAfter: '20' });
		const { pauses } = await wait((asked) => (asked === 1 ? busy : job({ status: 'COMPLETED' })));
		expect(pauses).toEqual([20_000]);
	});

	test('a job that is not known yet is looked for over seven seconds', async () => {
		const missing = failing('JOB_NOT_FOUND', {});
		const { last, pauses } = await wait((asked) =>
			asked < 4 ? missing : job({ status: 'COMPLETED' }),
		);
		expect(last.status).toBe('COMPLETED');
		expect(pauses).toEqual([1_000, 2_000, 4_000]);
		expect((await errorOf(async () => await wait(() => missing))).message).toBe('No answer');
	});

	test('one that was there and stays away no longer exists', async () => {
		const missing = failing('JOB_NOT_FOUND', {});
		const error = await errorOf(
			async () => await wait((asked) => (asked === 1 ? pending : missing)),
		);
		expect(error).toMatchObject({
			code: 'JOB_NOT_FOUND',
			message: 'The job "1" no longer exists',
		});
	});
});

describe('Settings that are not valid', () => {
	test.each<[string, Partial<WaitOptions>]>([
		['a first pause below a second', { firstPauseMs: 999 }],
		['a first pause that is no number', { firstPauseMs: NaN }],
		['a longest pause shorter than the first', { firstPauseMs: 3_000, longestPauseMs: 2_000 }],
		['a negative limit', { timeLimitMs: -1 }],
		['a limit that is no number', { timeLimitMs: NaN }],
	])('%s: refused before anything is asked', async (_, options) => {
		let asked = 0;
		const error = await errorOf(
			async () =>
				await wait(() => {
					asked++;
					return job({ status: 'COMPLETED' });
				}, options),
		);
		expect(error).toMatchObject({
			code: 'SETTINGS_INVALID',
			message: 'The pauses between status checks or the time limit are not valid',
		});
		expect(asked).toBe(0);
	});
});
