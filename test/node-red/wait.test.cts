import type { NodeContext } from '@node-red/registry';
import type { Message } from '../../node-red/runtime/message.cts';
import { NodeMemory } from '../../node-red/runtime/node-memory.cts';
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

type SetContext = (
	key: string,
	value: unknown,
	store: string | undefined,
	callback: (problem?: Error) => void,
) => void;

/** The memory of a node, written to in another way. */
function contextWith(context: NodeContext, set: unknown): NodeContext {
	return { ...context, get: context.get.bind(context), set: set as NodeContext['set'] };
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

describe('a wait that is resumed', () => {
	async function waitingFor(settings: Record<string, unknown>, sent: Partial<Message>) {
		rig.asleepUntilStopped = true;
		await rig.load(rig.flow('advocate-wait', settings));
		rig.node('node').receive({ _msgid: '1', ...sent });
		await rig.until(() => rig.pauses.length > 0);
		rig.asleepUntilStopped = false;
	}

	it('is for the job it was for, wherever that was named', async () => {
		process.env.CURRENT_JOB = addJob('one');
		const settings = { jobId: 'CURRENT_JOB', jobIdType: 'env' };
		await waitingFor(settings, { topic: 'for one' });
		process.env.CURRENT_JOB = addJob('two');
		await rig.sandbox.jobs.finish('one', 'COMPLETED');
		await rig.sandbox.jobs.finish('two', 'ABORTED');

		const run = await rig.restart();
		await rig.until(({ completed }) => completed === 1);

		expect(run.outputs[0]).toMatchObject([{ topic: 'for one', payload: { id: 'one' } }]);
		expect(run.outputs[2]).toEqual([]);
	});

	it('has its message as it was, but for what no store can keep', async () => {
		const id = addJob('job');
		const circle: Record<string, unknown> = { a: 1 };
		circle.self = circle;
		const kept = {
			bytes: Buffer.from('ü'),
			when: new Date(0),
			map: new Map([['a', 1]]),
			none: NaN,
			circle,
		};
		await waitingFor(
			{},
			{ ...message(id), ...kept, callback: () => undefined, req: { socket: { on() {} } } },
		);
		await rig.sandbox.jobs.finish(id, 'COMPLETED');

		const run = await rig.restart();
		await rig.until(({ completed }) => completed === 1);

		const [came] = run.outputs[0] ?? [];
		expect(came).toMatchObject({ topic: id, ...kept });
		expect(Buffer.isBuffer(came?.bytes)).toBe(true);
		expect(came).not.toHaveProperty('callback');
		expect(came).not.toHaveProperty('req');
	});

	it.each([
		['without the key', { apiKey: '' }, 'The API key is empty'],
		['with a tenant that is switched off', { d: true }, 'No tenant is chosen'],
		['with a key that is refused', { apiKey: 'wrong' }, 'The API key was not accepted'],
	])('is kept through a restart %s', async (_, tenant, problem) => {
		const id = addJob('job');
		await waitingFor({}, message(id));
		await rig.sandbox.jobs.finish(id, 'COMPLETED');

		const without = await rig.restart(tenant);
		await rig.until(({ caught }) => caught.length === 1);
		expect(without.caught[0]?.error.message).toContain(problem);
		expect(without.statuses.at(-1)).toMatchObject({ fill: 'red' });
		expect(without.completed).toBe(0);

		const run = await rig.restart();
		await rig.until(({ completed }) => completed === 1);
		expect(run.outputs[0]).toMatchObject([{ topic: id, payload: { id, status: 'COMPLETED' } }]);
		expect(run.caught).toEqual([]);
	});

	it('is resumed as soon as its store can be read again', async () => {
		const id = addJob('job');
		await waitingFor({}, message(id));
		await rig.sandbox.jobs.finish(id, 'COMPLETED');
		jest
			.spyOn(NodeMemory.prototype, 'read')
			.mockRejectedValueOnce(new Error('redis is down at boot'));

		await rig.restart();
		await rig.sandbox.jobs.finish(addJob('next'), 'COMPLETED');
		const run = await rig.send(message('next'));
		await rig.until(({ completed }) => completed === 2);

		expect(run.outputs[0]?.map(({ topic }) => topic).sort()).toEqual(['job', 'next']);
	});
});

describe('a store that can not be written to', () => {
	it('fails the message, which is not waited for later on', async () => {
		const [down, up] = [addJob('down'), addJob('up')];
		await rig.load(rig.flow('advocate-wait'));
		jest.spyOn(NodeMemory.prototype, 'write').mockRejectedValueOnce(new Error('the store is down'));
		rig.asleepUntilStopped = true;
		const failed = await rig.send(message(down));
		expect(failed.caught).toHaveLength(1);
		expect(failed.caught[0]?.error.message).toContain('the store is down');
		rig.node('node').receive({ _msgid: '2', ...message(up) });
		await rig.until(() => rig.pauses.length > 0);
		for (const id of [down, up]) await rig.sandbox.jobs.finish(id, 'COMPLETED');
		rig.asleepUntilStopped = false;

		const run = await rig.restart();
		await rig.until(({ completed }) => completed === 1);

		expect(run.outputs[0]?.map(({ topic }) => topic)).toEqual(['up']);
	});

	it('is not asked to write for each of many messages that come at once', async () => {
		const ids = Array.from({ length: 200 }, (_, index) => addJob(`job${index}`));
		await rig.load(rig.flow('advocate-wait'));
		const context = rig.node('node').context();
		const set = jest.fn(context.set.bind(context));
		rig.node('node').context = () => contextWith(context, set);
		rig.whileAsleep = async () => {
			for (const { id, status } of rig.sandbox.jobs.list()) {
				if (status === 'PENDING') await rig.sandbox.jobs.finish(id, 'COMPLETED');
			}
		};

		const run = await rig.send(...ids.map(message));

		expect(run.outputs[0]).toHaveLength(200);
		expect(set.mock.calls.length).toBeLessThan(150);
		expect(set.mock.calls.at(-1)?.[1]).toEqual({});
	});
});

it('shows that it goes on waiting, when one of several jobs has ended', async () => {
	const ids = ['a', 'b', 'c'].map(addJob);
	rig.whileAsleep = async () => {
		if (rig.pauses.length === 3) await rig.sandbox.jobs.finish('a', 'COMPLETED');
		if (rig.soFar.completed > 0) rig.asleepUntilStopped = true;
	};
	await rig.load(rig.flow('advocate-wait'));
	for (const id of ids) rig.node('node').receive({ _msgid: id, ...message(id) });
	await rig.until(({ completed }) => completed === 1);

	expect(rig.soFar.statuses.filter(({ fill }) => fill !== 'blue')).toEqual([]);
});

it.each([
	[{ timeLimit: '-1' }, 'The pauses between status checks or the time limit are not valid'],
	[{ timeLimit: 'Infinity' }, 'The pauses between status checks or the time limit are not valid'],
	[{ mode: 'tenant', interval: '2592000' }, '"Check every (s)" must be a number from 5 to 86400'],
	[{ mode: 'tenant', interval: '1' }, '"Check every (s)" must be a number from 5 to 86400'],
])('settings that can not be right are refused: %o', async (settings, problem) => {
	await rig.load(rig.flow('advocate-wait', settings));
	if (!('mode' in settings)) rig.node('node').receive({ _msgid: '1', ...message(addJob('job')) });
	await rig.until(({ caught }) => caught.length === 1);

	expect(rig.soFar.caught[0]?.error.message).toContain(problem);
	expect(rig.sandbox.requests).toEqual([]);
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

	it('reports one that is EXPIRED as completed, where only these are wanted', async () => {
		rig.whileAsleep = () => {
			if (rig.pauses.length === 1) {
				const [{ alias } = { alias: '' }] = rig.sandbox.tenants;
				rig.sandbox.jobs.add(alias, { id: 'gone', status: 'EXPIRED', dateCreated: rig.now });
			}
			if (rig.pauses.length === 3) rig.asleepUntilStopped = true;
		};
		await rig.load(rig.flow('advocate-wait', { ...settings, watchStatus: 'COMPLETED' }));
		await rig.until(() => rig.pauses.length === 3);

		const [completed = []] = rig.soFar.outputs;
		expect(completed.map(({ advocate }) => advocate?.jobId)).toEqual(['gone']);
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

	it('remembers them for a node that is renamed, and nothing of it for a copy', async () => {
		addJob('meanwhile');
		rig.asleepUntilStopped = true;
		await rig.load(rig.flow('advocate-wait', settings));
		await rig.until(() => rig.pauses.length === 1);
		await rig.sandbox.jobs.finish('meanwhile', 'COMPLETED');

		const flow = rig.flow('advocate-wait', { ...settings, name: 'Import' });
		const renamed = flow.find(({ id }) => id === 'node') ?? flow[0];
		// Node-RED gives a copied or imported node an ID of its own.
		const copy = { ...renamed, id: 'copy', type: 'advocate-wait', wires: [['out1'], [], []] };
		await rig.restart({}, [...flow, copy]);
		await rig.until(() => rig.pauses.length === 3);

		const ids = rig.soFar.outputs.map((list) => list.map(({ advocate }) => advocate?.jobId));
		expect(ids).toEqual([['meanwhile'], [], []]);
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
			const set: SetContext = (key, value, store, callback) =>
				isBroken ? callback(new Error('disk full')) : context.set(key, value, store, callback);
			node.context = () => contextWith(context, set);
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

	it('reports a failure once, and goes on', async () => {
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
