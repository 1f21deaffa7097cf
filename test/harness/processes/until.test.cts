import { until, untilStuck, type WaitingTime } from '../../../harness/processes/until.cts';

/** Time that passes only while somebody sleeps. */
function ownTime(): WaitingTime {
	let now = 0;
	return {
		now: () => now,
		sleep: async (milliseconds) => await Promise.resolve((now += milliseconds)),
	};
}

test('asks until there is an answer, and gives it', async () => {
	const answers = [undefined, undefined, 'there'];

	expect(await until('it', 5_000, () => answers.shift(), ownTime())).toBe('there');
});

test('says what was awaited in vain, and for how long', async () => {
	const waiting = until('the execution 7 to end', 500, () => undefined, ownTime());

	await expect(waiting).rejects.toThrow('Waited 0.5 s in vain for the execution 7 to end');
});

test('waits for something long for as long as it makes progress', async () => {
	const time = ownTime();
	let jobs = 0;

	await untilStuck(
		'5 jobs',
		500,
		() => jobs,
		() => {
			jobs += 1;
			return jobs === 5 ? true : undefined;
		},
		time,
	);

	expect(time.now()).toBeGreaterThan(500);
});

test('but no longer once nothing happens', async () => {
	let jobs = 0;
	const waiting = untilStuck(
		'5 jobs',
		500,
		() => jobs,
		() => {
			jobs = Math.min(jobs + 1, 3);
			return undefined;
		},
		ownTime(),
	);

	await expect(waiting).rejects.toThrow('Waited 0.5 s in vain for 5 jobs');
	expect(jobs).toBe(3);
});
