import type { INodeParameters } from 'n8n-workflow';
import { createPoller, type Poller } from '../../harness/engine/one-node/poll.cts';
import type { NodeIdentity } from '../../harness/engine/one-node/single-node.cts';
import { AdvocateWaitForCompletionTrigger } from '../../nodes/AdvocateWaitForCompletionTrigger/AdvocateWaitForCompletionTrigger.node.ts';
import type { SandboxOptions } from '../../sandbox/options.cts';
import { credentialTypes } from '../support/advocate-nodes.cts';
import { Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';

const rig = new Rig();
const MINUTE = 60_000;

afterEach(async () => await rig.stop());

async function activated(
	parameters: INodeParameters = {},
	options: SandboxOptions = {},
): Promise<Poller> {
	await rig.start(options);
	return poller(parameters);
}

function poller(
	parameters: INodeParameters = {},
	staticData?: Poller['staticData'],
	identity: NodeIdentity = {},
): Poller {
	return createPoller({
		...{ staticData, identity },
		nodeType: new AdvocateWaitForCompletionTrigger(),
		parameters,
		credentials: { advocateApi: { ...rig.credential } },
		credentialTypes,
	});
}

/** Polls a minute later and gives the IDs of the jobs that the workflow was started for. */
async function idsOfNextPoll(trigger: Poller): Promise<string[]> {
	rig.now += MINUTE;
	const output = await trigger.poll();
	return (output?.[0] ?? []).map(({ json }) => text(json.id));
}

function add(id: string, job: Parameters<typeof rig.sandbox.jobs.add>[1] = {}): void {
	rig.sandbox.jobs.add('test_acme', { id, type: 'MUTATION/USER', dateCreated: rig.now, ...job });
}

async function finish(id: string, status: 'COMPLETED' | 'ABORTED' = 'COMPLETED'): Promise<void> {
	await rig.sandbox.jobs.finish(id, status, rig.now);
}

describe('each job that ends starts the workflow once', () => {
	it.each([
		[['COMPLETED'], ['a']],
		[['ABORTED'], []],
	])('an EXPIRED one too, where %j are wanted: it was completed', async (status, ids) => {
		const trigger = await activated({ status });
		await trigger.poll();
		add('a', { status: 'EXPIRED', dateCompleted: rig.now });

		expect(await idsOfNextPoll(trigger)).toEqual(ids);
		expect(await idsOfNextPoll(trigger)).toEqual([]);
	});

	it('gives the job with its counts and ISO dates', async () => {
		const trigger = await activated();
		await trigger.poll();
		add('a');
		rig.now += MINUTE;
		await finish('a');
		rig.now += MINUTE;

		const output = await trigger.poll();

		expect(output).toEqual([
			[
				{
					json: expect.objectContaining({
						id: 'a',
						type: 'MUTATION/USER',
						status: 'COMPLETED',
						dateCreated: '2026-01-15T09:00:00.000Z',
						dateCompleted: '2026-01-15T09:01:00.000Z',
					}) as object,
				},
			],
		]);
		expect(await trigger.poll()).toBeNull();
	});

	it('leaves out what had ended before the workflow was activated, not what was pending', async () => {
		await rig.start();
		add('old', { status: 'COMPLETED', dateCompleted: rig.now });
		add('running');
		const trigger = poller();

		expect(await trigger.poll()).toBeNull();
		await finish('running');
		expect(await idsOfNextPoll(trigger)).toEqual(['running']);
	});

	it('gives what ended while the workflow was not active, once it is again', async () => {
		const trigger = await activated();
		await trigger.poll();
		add('meanwhile');
		await finish('meanwhile');
		trigger.restart({ lostUnsaved: false });

		expect(await idsOfNextPoll(trigger)).toEqual(['meanwhile']);
	});

	it('gives what ended while the workflow was not active, though the node is renamed', async () => {
		const before = await activated();
		await before.poll();
		add('meanwhile');
		await finish('meanwhile');

		const renamed = poller({}, before.staticData, { nodeName: 'Import' });

		expect(await idsOfNextPoll(renamed)).toEqual(['meanwhile']);
		expect(await idsOfNextPoll(renamed)).toEqual([]);
	});

	it.each([
		['imported into another n8n', { instanceId: 'n8n B' }],
		['duplicated', { workflowId: 'duplicate' }],
		['with its node copied', { nodeId: 'copy', nodeName: 'Trigger1' }],
	])(
		'begins anew in a copy of the workflow, and leaves the original alone: %s',
		async (_how, copied) => {
			const original = await activated();
			await original.poll();
			add('meanwhile');
			await finish('meanwhile');
			const copy = poller({}, original.staticData, copied);

			expect(await idsOfNextPoll(copy)).toEqual([]);
			expect(copy.staticData).toMatchObject(original.staticData);
			add('later', { status: 'COMPLETED', dateCompleted: rig.now });
			expect(await idsOfNextPoll(copy)).toEqual(['later']);
			expect(await idsOfNextPoll(original)).toEqual(['meanwhile', 'later']);
		},
	);

	it('keeps beside it what the workflow itself remembers', async () => {
		await rig.start();
		const own = { global: { lastRun: '2026-01-14' }, 'node:Code': { seen: [1] } };
		const trigger = poller({}, own);

		await trigger.poll();

		expect(trigger.staticData).toMatchObject(own);
	});

	it('catches jobs made and ended between two polls, two in the same millisecond', async () => {
		const trigger = await activated();
		await trigger.poll();
		rig.now += 10_000;
		for (const id of ['a', 'b']) add(id, { status: 'COMPLETED', dateCompleted: rig.now });

		expect(await idsOfNextPoll(trigger)).toEqual(['a', 'b']);
		expect(await idsOfNextPoll(trigger)).toEqual([]);
	});

	it.each([true, false])('works when aborted jobs have a dateCompleted: %s', async (have) => {
		const trigger = await activated({}, { abortedHaveDateCompleted: have });
		await trigger.poll();
		add('a');
		rig.now += MINUTE;
		await finish('a', 'ABORTED');

		expect(await idsOfNextPoll(trigger)).toEqual(['a']);
		expect(await idsOfNextPoll(trigger)).toEqual([]);
	});

	it.each(['newestFirst', 'oldestFirst', 'shuffled'] as const)(
		'pages through more jobs than a page holds (%s)',
		async (listOrder) => {
			const trigger = await activated({}, { listOrder, maxPageSize: 20 });
			await trigger.poll();
			const ids = Array.from({ length: 130 }, (_, i) => `job${String(i).padStart(3, '0')}`);
			for (const id of ids) add(id, { status: 'COMPLETED', dateCompleted: rig.now });

			expect((await idsOfNextPoll(trigger)).sort()).toEqual(ids);
			expect(await idsOfNextPoll(trigger)).toEqual([]);
		},
	);

	it('still knows a job that has been pending for days', async () => {
		const trigger = await activated();
		await trigger.poll();
		add('slow');
		for (let day = 0; day < 5; day++) {
			rig.now += 24 * 60 * MINUTE;
			add(`quick${day}`, { status: 'COMPLETED', dateCompleted: rig.now });
			expect(await idsOfNextPoll(trigger)).toEqual([`quick${day}`]);
		}
		await finish('slow');

		expect(await idsOfNextPoll(trigger)).toEqual(['slow']);
	});

	it('does not lose or repeat a job over a restart of n8n that loses what was not saved', async () => {
		const trigger = await activated();
		await trigger.poll();
		add('a');
		expect(await idsOfNextPoll(trigger)).toEqual([]);
		add('b', { status: 'COMPLETED', dateCompleted: rig.now });
		expect(await idsOfNextPoll(trigger)).toEqual(['b']);
		add('c');
		expect(await idsOfNextPoll(trigger)).toEqual([]);
		await finish('a');
		await finish('c');

		trigger.restart({ lostUnsaved: true });

		expect((await idsOfNextPoll(trigger)).sort()).toEqual(['a', 'c']);
		expect(await idsOfNextPoll(trigger)).toEqual([]);
	});

	it.each([-1, 1])('does not mind a clock that is wrong by %i minute', async (minutes) => {
		await rig.start();
		const trigger = poller();
		await trigger.poll();
		// The API stamps jobs by its own clock.
		add('a', { dateCreated: rig.now + minutes * MINUTE });
		await finish('a');

		expect(await idsOfNextPoll(trigger)).toEqual(['a']);
		expect(await idsOfNextPoll(trigger)).toEqual([]);
	});

	it('reports a job once when two polls overlap', async () => {
		const trigger = await activated();
		await trigger.poll();
		add('a', { status: 'COMPLETED', dateCompleted: rig.now });

		const outputs = await Promise.all([trigger.poll(), trigger.poll()]);

		expect(outputs.flatMap((output) => output?.[0] ?? [])).toHaveLength(1);
	});

	it('fails the poll, and reports later, when the API is down', async () => {
		const trigger = await activated();
		await trigger.poll();
		add('a', { status: 'COMPLETED', dateCompleted: rig.now });
		rig.sandbox.faults.add({ on: 'jobs', kind: 'status', status: 503, times: 5 });

		await expect(trigger.poll()).rejects.toThrow(
			'Could not list the jobs: Advocate answered with a server error (503). Tried 5 times over 15 seconds',
		);
		expect(await idsOfNextPoll(trigger)).toEqual(['a']);
		expect(await idsOfNextPoll(trigger)).toEqual([]);
	});

	it('holds over 1,000 jobs ending at random through 100 polls with restarts (seed 7)', async () => {
		const trigger = await activated({}, { listOrder: 'shuffled', abortedHaveDateCompleted: false });
		await trigger.poll();
		let seed = 7;
		const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
		const reported: string[] = [];
		const pending: string[] = [];
		for (let poll = 0; poll < 100; poll++) {
			for (let i = 0; i < 10; i++) {
				const id = `p${poll}j${i}`;
				add(id, { dateCreated: rig.now - Math.floor(random() * MINUTE) });
				pending.push(id);
			}
			for (const id of pending.splice(0, Math.floor(random() * pending.length))) {
				await finish(id, random() < 0.3 ? 'ABORTED' : 'COMPLETED');
			}
			if (random() < 0.2) trigger.restart({ lostUnsaved: random() < 0.5 });
			reported.push(...(await idsOfNextPoll(trigger)));
		}
		for (const id of pending) await finish(id);
		reported.push(...(await idsOfNextPoll(trigger)));

		expect(reported).toHaveLength(1_000);
		expect(new Set(reported).size).toBe(1_000);
	});
});

it('costs one request when nothing happened', async () => {
	const trigger = await activated();
	for (let i = 0; i < 90; i++) add(`job${i}`, { status: 'COMPLETED', dateCompleted: rig.now });
	await trigger.poll();
	add('pending');
	await idsOfNextPoll(trigger);
	rig.sandbox.clearRequests();

	await idsOfNextPoll(trigger);

	expect(rig.sandbox.requests).toHaveLength(1);
});

describe('filters', () => {
	it('by how the job ended', async () => {
		const trigger = await activated({ status: ['ABORTED'] });
		await trigger.poll();
		add('a');
		add('b');
		await finish('a', 'COMPLETED');
		await finish('b', 'ABORTED');

		expect(await idsOfNextPoll(trigger)).toEqual(['b']);
	});

	it('by type', async () => {
		const trigger = await activated({ type: 'MUTATION/USER_EVENT' });
		await trigger.poll();
		add('users', { status: 'COMPLETED', dateCompleted: rig.now });
		add('events', { type: 'MUTATION/USER_EVENT', status: 'COMPLETED', dateCompleted: rig.now });

		expect(await idsOfNextPoll(trigger)).toEqual(['events']);
	});

	it('by one job ID, whose end is reported even if it came before the activation', async () => {
		await rig.start();
		add('mine', { status: 'COMPLETED', dateCompleted: rig.now });
		add('other', { status: 'COMPLETED', dateCompleted: rig.now });
		const trigger = poller({ jobId: 'mine' });

		expect(await idsOfNextPoll(trigger)).toEqual(['mine']);
		expect(await idsOfNextPoll(trigger)).toEqual([]);
	});

	it('begin anew when they are changed: what had ended in other ways is no news', async () => {
		const before = await activated({ status: ['ABORTED'] });
		await before.poll();
		for (const id of ['a', 'b']) {
			add(id);
			await finish(id);
			await idsOfNextPoll(before);
		}
		add('pending');

		const { staticData } = before;
		const widened = poller({ status: ['ABORTED', 'COMPLETED'] }, staticData);

		expect(await idsOfNextPoll(widened)).toEqual([]);
		await finish('pending');
		expect(await idsOfNextPoll(widened)).toEqual(['pending']);
	});

	it('by a job ID that an expression gives as a number', async () => {
		await rig.start();
		add('42', { status: 'COMPLETED', dateCompleted: rig.now });
		const trigger = poller({ jobId: 42 });

		expect(await idsOfNextPoll(trigger)).toEqual(['42']);
	});

	it('needs one way for a job to end', async () => {
		const trigger = await activated({ status: [] });

		await expect(trigger.poll()).rejects.toThrow('No end of a job is chosen');
	});
});

describe('Fetch Test Event in the editor', () => {
	it('gives the job that ended last', async () => {
		const trigger = await activated({}, { listOrder: 'shuffled' });
		for (const [id, minutes] of [
			['a', 5],
			['b', 50],
			['c', 20],
		] as const) {
			add(id, { status: 'COMPLETED', dateCompleted: rig.now + minutes * MINUTE });
		}
		add('pending');

		const output = await trigger.poll('manual');

		expect(output?.[0]?.map(({ json }) => json.id)).toEqual(['b']);
	});

	it('finds one that ended months ago', async () => {
		const trigger = await activated();
		const longAgo = rig.now - 100 * 24 * 60 * MINUTE;
		add('a', { status: 'ABORTED', dateCreated: longAgo, dateCompleted: longAgo });

		expect((await trigger.poll('manual'))?.[0]?.[0]?.json.id).toBe('a');
	});

	it('says that no job has ended yet', async () => {
		const trigger = await activated();

		await expect(trigger.poll('manual')).rejects.toThrow('No matching job has ended yet');
	});
});
