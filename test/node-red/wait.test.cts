import { RedRig } from './support/red-rig.cts';

const rig = new RedRig();

beforeEach(async () => {
	rig.asleepUntilStopped = false;
	await rig.start({ jobDurationMs: 60_000 });
});
afterEach(async () => await rig.stop());

function addJob(id: string): string {
	const [{ alias } = { alias: '' }] = rig.sandbox.tenants;
	return rig.sandbox.jobs.add(alias, { id, type: 'MUTATION/USER', dateCreated: rig.now }).id;
}

const message = (jobId: string) => ({ advocate: { jobId }, topic: jobId });

describe('with a message', () => {
	it.each([
		['COMPLETED', 0],
		['ABORTED', 2],
	] as const)('waits until the job is %s, and sends it to output %i', async (status, output) => {
		const id = addJob('job');
		rig.whileAsleep = async () => {
			if (rig.pauses.length === 3) await rig.sandbox.jobs.finish(id, status);
		};
		const run = await rig.runNode('advocate-wait', {}, message(id));

		expect(rig.pauses).toEqual([2_000, 3_000, 4_500]);
		expect(run.outputs[output]).toMatchObject([{ topic: id, payload: { id, status } }]);
		expect(run).toMatchObject({ completed: 1, caught: [] });
	});

	it('sends it to Pending when the time is over', async () => {
		const id = addJob('job');
		const run = await rig.runNode('advocate-wait', { timeLimit: '1' }, message(id));

		expect(run.outputs[1]).toMatchObject([{ payload: { id, status: 'PENDING' } }]);
		expect(rig.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(60_000);
	});

	it('goes on through failures that pass', async () => {
		const id = addJob('job');
		rig.sandbox.faults.add({ on: 'job', kind: 'status', status: 503, times: 3 });
		rig.whileAsleep = async () => {
			if (rig.pauses.length === 5) await rig.sandbox.jobs.finish(id, 'COMPLETED');
		};
		const run = await rig.runNode('advocate-wait', {}, message(id));
		expect(run.outputs[0]).toHaveLength(1);
	});

	it('waits for several jobs at once', async () => {
		const ids = ['a', 'b', 'c'].map(addJob);
		rig.whileAsleep = async () => {
			for (const { id, status } of rig.sandbox.jobs.list()) {
				if (status === 'PENDING') await rig.sandbox.jobs.finish(id, 'COMPLETED');
			}
		};
		const run = await rig.runNode('advocate-wait', {}, ...ids.map(message));
		expect(run.outputs[0]?.map(({ topic }) => topic).sort()).toEqual(ids);
	});

	it('stops at msg.reset, and forgets what it waited for', async () => {
		const id = addJob('job');
		rig.asleepUntilStopped = true;
		await rig.load(rig.flow('advocate-wait'));
		rig.node('node').receive({ _msgid: '1', ...message(id) });
		await rig.until(() => rig.pauses.length > 0);
		const run = await rig.send({ reset: true });

		await rig.until(({ completed }) => completed === 2);
		expect(run.outputs.flat()).toEqual([]);
		expect(run.caught).toEqual([]);
		const requests = rig.sandbox.requests.length;
		await rig.restart();
		await rig.until(() => true);
		expect(rig.sandbox.requests).toHaveLength(requests);
	});
});

it('forgets a message that came just before msg.reset', async () => {
	const id = addJob('job');
	rig.asleepUntilStopped = true;
	await rig.load(rig.flow('advocate-wait'));
	rig.node('node').receive({ _msgid: '1', ...message(id) });
	await rig.send({ reset: true });
	await rig.until(({ completed }) => completed === 2);
	const requests = rig.sandbox.requests.length;
	const run = await rig.restart();
	await rig.until(() => true);

	expect(run).toMatchObject({ caught: [], completed: 0 });
	expect(rig.sandbox.requests).toHaveLength(requests);
});

describe('a deploy or restart in the middle', () => {
	it('takes the wait up again, with its message, and reports the job once', async () => {
		const id = addJob('job');
		rig.asleepUntilStopped = true;
		await rig.load(rig.flow('advocate-wait'));
		rig.node('node').receive({ _msgid: '1', ...message(id) });
		await rig.until(() => rig.pauses.length > 0);

		const run = await rig.restart();
		await rig.until(() => rig.pauses.length > 1);
		expect(run.outputs.flat()).toEqual([]);
		await rig.sandbox.jobs.finish(id, 'COMPLETED');
		rig.asleepUntilStopped = false;
		const after = await rig.restart();
		await rig.until(({ completed }) => completed === 1);
		expect(after.outputs[0]).toMatchObject([{ topic: id, payload: { id, status: 'COMPLETED' } }]);

		await rig.restart();
		await rig.sandbox.jobs.finish(addJob('other'), 'COMPLETED');
		const later = await rig.send(message('other'));
		expect(later.outputs[0]?.map(({ topic }) => topic)).toEqual(['other']);
	});

	it('keeps the time limit that began before it', async () => {
		const id = addJob('job');
		rig.asleepUntilStopped = true;
		await rig.load(rig.flow('advocate-wait', { timeLimit: '10' }));
		rig.node('node').receive({ _msgid: '1', ...message(id) });
		await rig.until(() => rig.pauses.length > 0);
		rig.now += 20 * 60_000;
		await rig.restart();
		await rig.until(({ completed }) => completed === 1);
		expect(rig.soFar.outputs[1]).toHaveLength(1);
	});
});

describe('watching all jobs of the tenant', () => {
	const settings = { mode: 'tenant', interval: '60' };

	it('reports each that ends from then on, once, on the output of its status', async () => {
		await rig.sandbox.jobs.finish(addJob('before'), 'COMPLETED');
		addJob('good');
		addJob('bad');
		rig.whileAsleep = async () => {
			if (rig.pauses.length === 1) await rig.sandbox.jobs.finish('good', 'COMPLETED');
			if (rig.pauses.length === 2) await rig.sandbox.jobs.finish('bad', 'ABORTED');
			if (rig.pauses.length === 4) rig.asleepUntilStopped = true;
		};
		await rig.load(rig.flow('advocate-wait', settings));
		await rig.until(() => rig.pauses.length === 4);

		const { outputs } = rig.soFar;
		expect(outputs.map((list) => list.map(({ advocate }) => advocate?.jobId))).toEqual([
			['good'],
			[],
			['bad'],
		]);
	});

	it('misses none that ends while Node-RED is down, and repeats none', async () => {
		addJob('one');
		addJob('two');
		rig.asleepUntilStopped = true;
		await rig.load(rig.flow('advocate-wait', settings));
		await rig.until(() => rig.pauses.length === 1);
		await rig.sandbox.jobs.finish('one', 'COMPLETED');
		const first = await rig.restart();
		await rig.until(() => rig.pauses.length === 2);
		await rig.sandbox.jobs.finish('two', 'COMPLETED');
		const second = await rig.restart();
		await rig.until(() => rig.pauses.length === 3);

		const ids = [first, second].map(({ outputs }) =>
			outputs[0]?.map(({ advocate }) => advocate?.jobId),
		);
		expect(ids).toEqual([['one'], ['two']]);
	});

	it('loses no report when it ends just before one is sent, and repeats none that was', async () => {
		for (const id of ['one', 'two', 'three']) addJob(id);
		rig.asleepUntilStopped = true;
		await rig.load(rig.flow('advocate-wait', settings));
		await rig.until(() => rig.pauses.length === 1);
		for (const id of ['one', 'two', 'three']) {
			rig.now += 1_000;
			await rig.sandbox.jobs.finish(id, 'COMPLETED');
		}
		rig.afterDeploy = () => {
			const node = rig.node('node');
			const send = node.send.bind(node);
			node.send = (outgoing) => {
				if (rig.soFar.outputs[0]?.length === 1) throw new Error('as if it were killed here');
				send(outgoing);
			};
		};
		const crashed = await rig.restart();
		await rig.until(() => rig.pauses.length === 2);
		rig.afterDeploy = undefined;
		const after = await rig.restart();
		await rig.until(() => rig.pauses.length === 3);

		const ids = [crashed, after].map(({ outputs }) =>
			outputs[0]?.map(({ advocate }) => advocate?.jobId),
		);
		expect(ids).toEqual([['one'], ['two', 'three']]);
	});

	it('holds reports back while its store can not be written to, and repeats none after', async () => {
		addJob('job');
		let isBroken = false;
		rig.whileAsleep = async () => {
			if (rig.pauses.length === 1) {
				await rig.sandbox.jobs.finish('job', 'COMPLETED');
				isBroken = true;
			}
			if (rig.pauses.length === 3) isBroken = false;
			if (rig.pauses.length === 5) rig.asleepUntilStopped = true;
		};
		rig.afterDeploy = () => {
			const node = rig.node('node');
			const context = node.context();
			node.context = () => ({
				get: (...all) => context.get(...all),
				set: (key, value, store, callback) =>
					isBroken ? callback(new Error('disk full')) : context.set(key, value, store, callback),
			});
		};
		await rig.load(rig.flow('advocate-wait', settings));
		await rig.until(() => rig.pauses.length === 5);

		expect(rig.soFar.caught).toHaveLength(1);
		expect(rig.soFar.outputs[0]?.map(({ advocate }) => advocate?.jobId)).toEqual(['job']);
	});

	it('sends no report that is not asked for, and the files of those that are', async () => {
		addJob('good');
		addJob('bad');
		rig.whileAsleep = async () => {
			if (rig.pauses.length === 1) {
				await rig.sandbox.jobs.finish('good', 'COMPLETED');
				await rig.sandbox.jobs.finish('bad', 'ABORTED');
			}
			if (rig.pauses.length === 3) rig.asleepUntilStopped = true;
		};
		const wanted = { ...settings, watchStatus: 'COMPLETED', includeRowErrors: true };
		await rig.load(rig.flow('advocate-wait', wanted));
		await rig.until(() => rig.pauses.length === 3);

		expect(rig.soFar.outputs.map((messages) => messages.length)).toEqual([1, 0, 0]);
		expect(rig.soFar.outputs[0]?.[0]?.payload).toMatchObject({ id: 'good', rowErrorsTotal: 0 });
	});

	it('tells a failure once, and goes on', async () => {
		addJob('job');
		rig.whileAsleep = async () => {
			if (rig.pauses.length === 1) {
				rig.sandbox.faults.add({ on: 'jobs', kind: 'status', status: 403, times: 2 });
			}
			if (rig.pauses.length === 3) await rig.sandbox.jobs.finish('job', 'COMPLETED');
			if (rig.pauses.length === 4) rig.asleepUntilStopped = true;
		};
		await rig.load(rig.flow('advocate-wait', settings));
		await rig.until(() => rig.pauses.length === 4);

		expect(rig.soFar.caught.map(({ error }) => error.code)).toEqual(['FORBIDDEN']);
		expect(rig.soFar.outputs[0]).toHaveLength(1);
	});
});
