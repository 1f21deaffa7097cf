import { until, untilStuck } from '../../../harness/processes/until.cts';

test('asks until there is an answer, and gives it', async () => {
	const answers = [undefined, undefined, 'there'];

	expect(await until('it', 5_000, () => answers.shift())).toBe('there');
});

test('says what was awaited in vain, and for how long', async () => {
	const waiting = until('the execution 7 to end', 500, () => undefined);

	await expect(waiting).rejects.toThrow('Waited 0.5 s in vain for the execution 7 to end');
});

test('waits for something long for as long as it comes on', async () => {
	let jobs = 0;
	const startedAt = Date.now();

	await untilStuck(
		'5 jobs',
		500,
		() => jobs,
		() => {
			jobs += 1;
			return jobs === 5 ? true : undefined;
		},
	);

	expect(Date.now() - startedAt).toBeGreaterThan(500);
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
	);

	await expect(waiting).rejects.toThrow('Waited 0.5 s in vain for 5 jobs');
	expect(jobs).toBe(3);
});
