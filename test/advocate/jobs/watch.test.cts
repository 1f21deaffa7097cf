import type { JobEnd } from '../../../advocate/api/schema.ts';
import {
	endedSince,
	lookAtJobs,
	newestEndedJob,
	type WatchedJobs,
	type WatchState,
} from '../../../advocate/jobs/watch.ts';
import { DAY, HOUR, JobsOfTenant, MINUTE, type Order } from '../support/jobs-of-tenant.cts';
import { seededRandom } from '../support/random.cts';

const ORDERS: Order[] = ['oldest first', 'newest first', 'by ID', 'last changed first'];

/** Polls as the trigger does: what is remembered goes through JSON, as in n8n's database. */
class Watch {
	state: WatchState | undefined;
	/** IDs in the order in which they were reported. */
	readonly reported: string[] = [];

	constructor(
		private readonly tenant: JobsOfTenant,
		readonly watched: WatchedJobs = { tenant: 'a' },
		/** How far our own clock is ahead of the API's (ms). */
		private readonly ahead = 0,
	) {}

	async poll(): Promise<string[]> {
		const at = this.tenant.now + this.ahead;
		const look = await lookAtJobs(this.tenant.client, this.watched, this.state, at);
		const { state, ended } = endedSince(this.watched, this.state, look);
		this.state = JSON.parse(JSON.stringify(state)) as WatchState;
		const ids = ended.map(({ id }) => id);
		this.reported.push(...ids);
		return ids;
	}

	/** Lets time pass, then polls. */
	async pollAfter(milliseconds: number): Promise<string[]> {
		this.tenant.pass(milliseconds);
		return await this.poll();
	}
}

describe('Watching for jobs that end', () => {
	test('the first look reports nothing, not even jobs that ended a moment ago', async () => {
		const tenant = new JobsOfTenant();
		tenant.createEnded();
		tenant.createEnded({ status: 'ABORTED', dateCompleted: null });
		expect(await new Watch(tenant).poll()).toEqual([]);
	});

	test('a job is reported by the look after its end, and by no other', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const { id } = tenant.create();
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
		tenant.end(id);
		expect(await watch.pollAfter(MINUTE)).toEqual([id]);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
		expect(await watch.pollAfter(DAY)).toEqual([]);
	});

	test('a job that was pending when the watch began is reported, however old it is', async () => {
		const tenant = new JobsOfTenant();
		const { id } = tenant.create({ dateCreated: tenant.now - 9 * DAY });
		const watch = new Watch(tenant);
		await watch.poll();
		tenant.end(id);
		expect(await watch.pollAfter(MINUTE)).toEqual([id]);
	});

	test('jobs are reported in the order in which they ended', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const [first, second, third] = [tenant.create(), tenant.create(), tenant.create()];
		for (const { id } of [second, third, first]) {
			tenant.pass(1_000);
			tenant.end(id);
		}
		expect(await watch.poll()).toEqual([second.id, third.id, first.id]);
	});

	test('two jobs that end in the same millisecond are both reported, in the same or in two looks', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const jobs = [tenant.create(), tenant.create(), tenant.create()];
		const [one, other, late] = jobs.map(({ id }) => id) as [string, string, string];
		tenant.pass(MINUTE);
		tenant.end(one);
		tenant.end(other);
		expect((await watch.poll()).sort()).toEqual([one, other].sort());
		// The third has the same dateCompleted, but became visible after that look.
		tenant.end(late);
		expect(await watch.poll()).toEqual([late]);
	});

	test.each([
		['carry a dateCompleted', true],
		['carry none', false],
	])('aborted jobs are reported once, whether they %s', async (_, abortedHaveDates) => {
		const tenant = new JobsOfTenant();
		tenant.abortedHaveDates = abortedHaveDates;
		const watch = new Watch(tenant);
		await watch.poll();
		const { id } = tenant.create();
		await watch.pollAfter(MINUTE);
		tenant.end(id, 'ABORTED');
		expect(await watch.pollAfter(MINUTE)).toEqual([id]);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test.each([
		['EXPIRED', true, 'COMPLETED'],
		['EXPIRED', false, 'COMPLETED'],
		['PARTLY_DONE', true, 'ABORTED'],
		['PARTLY_DONE', false, undefined],
	] as const)('%s, dated: %s, is the end %s', async (status, isDated, end) => {
		const tenant = new JobsOfTenant();
		const watches = (['COMPLETED', 'ABORTED'] as const).map(
			(wanted) => new Watch(tenant, { tenant: 'a', ends: [wanted] }),
		);
		for (const watch of watches) await watch.poll();
		const { id } = tenant.createEnded({
			status,
			dateCompleted: isDated ? tenant.now : null,
		});
		tenant.pass(MINUTE);
		for (const watch of watches) await watch.poll();
		for (const watch of watches) await watch.poll();
		expect(watches.map(({ reported }) => reported)).toEqual(
			['COMPLETED', 'ABORTED'].map((wanted) => (wanted === end ? [id] : [])),
		);
	});

	test('a job that was reported is not reported again when its files expire', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const job = tenant.createEnded();
		expect(await watch.poll()).toEqual([job.id]);
		tenant.create({ ...job, status: 'EXPIRED' });
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test('a job that stays pending for days is reported when it ends, though many ended before it', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const { id: slow } = tenant.create();
		await watch.poll();
		for (let hour = 0; hour < 70; hour++) {
			tenant.createEnded();
			await watch.pollAfter(HOUR);
		}
		tenant.end(slow, 'ABORTED');
		expect(await watch.pollAfter(MINUTE)).toEqual([slow]);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test('a job is waited for as long as it is pending, be it 90 days', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const { id: slow } = tenant.create();
		for (let day = 0; day < 90; day++) {
			tenant.createEnded();
			await watch.pollAfter(DAY);
		}
		tenant.end(slow);
		expect(await watch.pollAfter(MINUTE)).toEqual([slow]);
	});

	test('a job without a dateCreated is reported, if one look saw it pending', async () => {
		const tenant = new JobsOfTenant();
		const { id: old } = tenant.create({ dateCreated: null });
		const watch = new Watch(tenant);
		await watch.poll();
		const { id } = tenant.create({ dateCreated: null });
		await watch.pollAfter(MINUTE);
		tenant.end(old);
		expect(await watch.pollAfter(MINUTE)).toEqual([old]);
		tenant.createEnded();
		await watch.pollAfter(DAY);
		tenant.end(id);
		expect(await watch.pollAfter(MINUTE)).toEqual([id]);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test('a pending job that is deleted is forgotten without a word', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const { id } = tenant.create();
		await watch.pollAfter(MINUTE);
		tenant.delete(id);
		tenant.createEnded();
		await watch.pollAfter(61 * DAY);
		tenant.createEnded();
		await watch.pollAfter(MINUTE);
		await watch.pollAfter(MINUTE);
		expect(watch.reported).not.toContain(id);
		expect(Object.keys(watch.state?.pending ?? {})).toEqual([]);
	});

	test('IDs that are names of object properties are IDs like others', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		tenant.create({ id: 'constructor' });
		tenant.createEnded({ id: 'toString' });
		expect(await watch.pollAfter(MINUTE)).toEqual(['toString']);
		tenant.end('constructor');
		expect(await watch.pollAfter(MINUTE)).toEqual(['constructor']);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});
});

describe('A watch on some jobs only', () => {
	test('with a type, other types are not reported', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant, { tenant: 'a', type: 'MUTATION/USER' });
		await watch.poll();
		const { id } = tenant.createEnded();
		tenant.createEnded({ type: 'QUERY/USER' });
		expect(await watch.pollAfter(MINUTE)).toEqual([id]);
	});

	test('with a job ID, that job is reported when it ends, once', async () => {
		const tenant = new JobsOfTenant();
		const { id } = tenant.create();
		const watch = new Watch(tenant, { tenant: 'a', jobId: id });
		expect(await watch.poll()).toEqual([]);
		tenant.createEnded();
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
		tenant.end(id);
		expect(await watch.pollAfter(MINUTE)).toEqual([id]);
		expect(await watch.pollAfter(DAY)).toEqual([]);
	});

	test.each([
		['a year ago', (now: number) => now - 365 * DAY],
		['at no known time', () => null],
	])('with the ID of a job made %s that has ended, its end is told at once', async (_, created) => {
		const tenant = new JobsOfTenant();
		const { id } = tenant.createEnded({ dateCreated: created(tenant.now) });
		const watch = new Watch(tenant, { tenant: 'a', jobId: id });
		expect(await watch.poll()).toEqual([id]);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test.each([
		['tenant', { tenant: 'b' }],
		['type', { tenant: 'a', type: 'MUTATION/USER' }],
	])('another %s begins anew: nothing is reported that ended before', async (_, changed) => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const { id } = tenant.create();
		tenant.createEnded();
		const moved = new Watch(tenant, changed);
		moved.state = watch.state;
		expect(await moved.pollAfter(MINUTE)).toEqual([]);
		tenant.end(id);
		expect(await moved.pollAfter(MINUTE)).toEqual([id]);
	});
});

describe('Clocks that differ', () => {
	test.each([
		['a minute ahead', MINUTE],
		['a minute behind', -MINUTE],
		['an hour ahead', HOUR],
		['an hour behind', -HOUR],
		['14 hours ahead, a time zone taken for UTC', 14 * HOUR],
		['14 hours behind', -14 * HOUR],
	])('our clock is %s: each job is reported once', async (_, ahead) => {
		const tenant = new JobsOfTenant();
		tenant.createEnded();
		const watch = new Watch(tenant, { tenant: 'a' }, ahead);
		await watch.poll();
		const expected: string[] = [];
		for (let poll = 0; poll < 100; poll++) {
			expected.push(tenant.createEnded().id);
			await watch.pollAfter(20 * MINUTE);
		}
		expect(watch.reported).toEqual(expected);
	});

	test('a job dated years ahead does not end the watch', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		const { id: odd } = tenant.createEnded({ dateCreated: tenant.now + 3_000 * DAY });
		expect(await watch.pollAfter(MINUTE)).toEqual([odd]);
		const { id } = tenant.createEnded();
		expect(await watch.pollAfter(MINUTE)).toEqual([id]);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test('jobs that become visible minutes late and out of order are reported', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		tenant.createEnded();
		await watch.pollAfter(MINUTE);
		const { id } = tenant.createEnded({ dateCreated: tenant.now - 9 * MINUTE });
		expect(await watch.pollAfter(MINUTE)).toEqual([id]);
	});
});

describe('Lists of more than one page', () => {
	test.each(ORDERS)('ordered %s, all of 250 jobs are reported once', async (order) => {
		const tenant = new JobsOfTenant();
		tenant.order = order;
		tenant.mostOnPage = 20;
		const watch = new Watch(tenant);
		await watch.poll();
		const ids = Array.from({ length: 250 }, () => {
			tenant.pass(10);
			return tenant.createEnded().id;
		});
		await watch.poll();
		await watch.pollAfter(MINUTE);
		expect(watch.reported.sort()).toEqual(ids.sort());
	});

	test.each(ORDERS)(
		'ordered %s, jobs deleted between two pages hide no others, though n8n was off for a day',
		async (order) => {
			const tenant = new JobsOfTenant();
			tenant.order = order;
			tenant.mostOnPage = 20;
			const watch = new Watch(tenant);
			await watch.poll();
			const ids = Array.from({ length: 100 }, () => {
				tenant.pass(15 * MINUTE);
				return tenant.createEnded().id;
			});
			const doomed = [...ids];
			let pages = 3;
			tenant.afterPage = () => {
				if (pages-- <= 0) return;
				// Two go, two come: the total stays as it was.
				for (const id of doomed.splice(order === 'newest first' ? -2 : 0, 2)) tenant.delete(id);
				ids.push(tenant.createEnded().id, tenant.createEnded().id);
			};
			await watch.poll();
			tenant.createEnded();
			await watch.pollAfter(MINUTE);
			const kept = ids.filter((id) => doomed.includes(id));
			expect(kept.filter((id) => !watch.reported.includes(id))).toEqual([]);
			expect(new Set(watch.reported).size).toBe(watch.reported.length);
		},
	);

	test.each(ORDERS)(
		'ordered %s, jobs that end while their list is paged through are reported once',
		async (order) => {
			const tenant = new JobsOfTenant();
			tenant.order = order;
			tenant.mostOnPage = 20;
			const watch = new Watch(tenant);
			await watch.poll();
			const ids = Array.from({ length: 100 }, () => {
				tenant.pass(15 * MINUTE);
				return tenant.create().id;
			});
			const running = [...ids];
			tenant.afterPage = () => {
				tenant.pass(1);
				tenant.end(running.pop() ?? '');
				tenant.end(running.shift() ?? '');
			};
			while (running.length > 0) await watch.pollAfter(MINUTE);
			await watch.pollAfter(MINUTE);
			expect(watch.reported.sort()).toEqual(ids.sort());
		},
	);

	test('what ended before the first look stays history, though jobs are deleted during it', async () => {
		const tenant = new JobsOfTenant();
		tenant.order = 'oldest first';
		tenant.mostOnPage = 20;
		const ids = Array.from({ length: 100 }, () => tenant.createEnded().id);
		let pages = 2;
		tenant.afterPage = () => {
			if (pages-- > 0) for (const id of ids.splice(0, 3)) tenant.delete(id);
		};
		const watch = new Watch(tenant);
		await watch.poll();
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test('a list that never stands still is given up after three readings; the next look goes over it again', async () => {
		const tenant = new JobsOfTenant();
		tenant.order = 'by ID';
		tenant.mostOnPage = 20;
		const watch = new Watch(tenant);
		await watch.poll();
		// Five jobs stand first. Gone after the first page, they pull the next ones out of sight.
		let made = 0;
		const makeFirst = () =>
			Array.from({ length: 5 }, () => tenant.createEnded({ id: `a${made++}` }));
		for (let job = 10; job < 45; job++) {
			tenant.createEnded({ id: `b${job}` });
			tenant.pass(15 * MINUTE);
		}
		let first = makeFirst();
		let page = 0;
		tenant.afterPage = () => {
			if (page++ % 2 === 0) for (const { id } of first) tenant.delete(id);
			else first = makeFirst();
		};
		tenant.requests = 0;
		await watch.poll();
		expect(tenant.requests).toBe(3 * 2);
		expect(watch.reported).not.toContain('b26');
		tenant.afterPage = () => {};
		await watch.pollAfter(MINUTE);
		expect(watch.reported.filter((id) => id.startsWith('b'))).toHaveLength(35);
	});
});

describe('Restarts and looks at once', () => {
	test('after a restart from an older state, jobs that ended in the meantime are reported', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		const { id: pendingBefore } = tenant.create();
		await watch.poll();
		const saved = watch.state;
		const { id: createdAfter } = tenant.create();
		await watch.pollAfter(MINUTE);
		tenant.pass(3 * DAY);
		tenant.end(pendingBefore);
		tenant.end(createdAfter);
		watch.state = saved;
		expect((await watch.poll()).sort()).toEqual([pendingBefore, createdAfter].sort());
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test('a slow look that ends after a quicker one reports nothing again', async () => {
		const tenant = new JobsOfTenant();
		const watched = { tenant: 'a' };
		const watch = new Watch(tenant, watched);
		const { id } = tenant.create({ dateCreated: tenant.now - 2 * DAY });
		tenant.createEnded();
		await watch.poll();
		// Began while the job was pending; its answer is slow to come.
		const slow = await lookAtJobs(tenant.client, watched, watch.state, tenant.now);
		tenant.pass(MINUTE);
		tenant.end(id);
		expect(await watch.poll()).toEqual([id]);
		const { state, ended } = endedSince(watched, watch.state, slow);
		watch.state = state;
		expect(ended).toEqual([]);
		expect(await watch.pollAfter(MINUTE)).toEqual([]);
	});

	test('two looks that both see an end report it once', async () => {
		const tenant = new JobsOfTenant();
		const watched = { tenant: 'a' };
		const watch = new Watch(tenant, watched);
		await watch.poll();
		const { id } = tenant.createEnded();
		const one = await lookAtJobs(tenant.client, watched, watch.state, tenant.now);
		const other = await lookAtJobs(tenant.client, watched, watch.state, tenant.now);
		const first = endedSince(watched, watch.state, one);
		const second = endedSince(watched, first.state, other);
		expect(first.ended.map((job) => job.id)).toEqual([id]);
		expect(second.ended).toEqual([]);
	});

	test.each([1, 2, 3, 4, 5])(
		'2,000 jobs ending at random over 200 polls, with restarts: each is reported once (seed %i)',
		async (seed) => {
			const random = seededRandom(seed);
			const tenant = new JobsOfTenant();
			tenant.order = ORDERS[seed % ORDERS.length] ?? 'by ID';
			tenant.mostOnPage = seed % 2 === 0 ? 25 : 1_000;
			const watch = new Watch(tenant, { tenant: 'a' }, (random() - 0.5) * 2 * HOUR);
			for (let job = 0; job < 50; job++) tenant.createEnded();
			await watch.poll();
			let saved = watch.state;
			let restarts = 0;
			const running: string[] = [];
			const all: string[] = [];
			const somethingHappens = () => {
				tenant.pass(Math.floor(random() * 200));
				const end = Math.floor(random() * running.length * 1.5);
				const [id] = running.splice(end, 1);
				if (id !== undefined) tenant.end(id, random() < 0.3 ? 'ABORTED' : 'COMPLETED');
			};
			for (let poll = 0; poll < 200; poll++) {
				const isQuiet = random() < 0.5;
				tenant.afterPage = isQuiet ? () => {} : somethingHappens;
				for (let job = 0; job < (isQuiet ? 0 : 20) && all.length < 2_000; job++) {
					const { id } = tenant.create();
					all.push(id);
					running.push(id);
					if (random() < 0.5) somethingHappens();
				}
				while (running.length > 60) somethingHappens();
				// As n8n does: saved when something was reported, lost in a restart otherwise.
				if ((await watch.pollAfter(Math.floor(random() * 5 * MINUTE))).length > 0) {
					saved = watch.state;
				} else if (random() < 0.5) {
					restarts++;
					watch.state = saved;
				}
			}
			while (running.length > 0) somethingHappens();
			await watch.pollAfter(MINUTE);
			await watch.pollAfter(DAY);
			expect(all.length).toBeGreaterThan(1_500);
			expect(restarts).toBeGreaterThan(20);
			expect([...watch.reported].sort()).toEqual(all.sort());
		},
	);
});

describe('What a look costs', () => {
	test.each([0, 1, 30, 99])(
		'an idle look with %i jobs made lately is one request',
		async (jobs) => {
			const tenant = new JobsOfTenant();
			const watch = new Watch(tenant);
			await watch.poll();
			for (let job = 0; job < jobs; job++) tenant.createEnded();
			for (let job = 0; job < 5; job++) tenant.create({ dateCreated: tenant.now - DAY });
			await watch.pollAfter(MINUTE);
			tenant.requests = 0;
			expect(await watch.pollAfter(MINUTE)).toEqual([]);
			expect(tenant.requests).toBe(1);
		},
	);

	test('after a burst of 600 jobs too, if the API grants pages so large', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		for (let job = 0; job < 600; job++) tenant.createEnded();
		await watch.pollAfter(MINUTE);
		expect(watch.reported).toHaveLength(600);
		tenant.requests = 0;
		await watch.pollAfter(MINUTE);
		expect(tenant.requests).toBe(1);
	});

	test('what is remembered does not grow over 4,000 jobs', async () => {
		const tenant = new JobsOfTenant();
		const watch = new Watch(tenant);
		await watch.poll();
		let largest = 0;
		let before: string | undefined;
		for (let poll = 0; poll < 800; poll++) {
			if (before !== undefined) tenant.end(before, 'ABORTED');
			before = tenant.create().id;
			for (let job = 0; job < 4; job++) tenant.createEnded();
			await watch.pollAfter(MINUTE);
			largest = Math.max(largest, JSON.stringify(watch.state).length);
			// Jobs expire; this keeps the fake quick, too.
			if (poll % 50 === 0) for (const id of watch.reported.splice(0)) tenant.delete(id);
		}
		expect(largest).toBeLessThan(5_000);
	});
});

describe('The newest ended job, for trying a workflow out', () => {
	const all = { tenant: 'a' };

	test('is the one that ended last, however the list is ordered', async () => {
		const tenant = new JobsOfTenant();
		const [first, second] = [tenant.create(), tenant.create()];
		tenant.pass(MINUTE);
		tenant.end(second.id);
		tenant.pass(MINUTE);
		tenant.end(first.id);
		for (const order of ORDERS) {
			tenant.order = order;
			tenant.mostOnPage = 1;
			const newest = await newestEndedJob(tenant.client, all, tenant.now);
			expect(newest?.id).toBe(first.id);
		}
	});

	test.each([2, 40, 400])('is found when it was made %i days ago', async (days) => {
		const tenant = new JobsOfTenant();
		const { id } = tenant.createEnded();
		tenant.pass(days * DAY);
		tenant.create();
		expect((await newestEndedJob(tenant.client, all, tenant.now))?.id).toBe(id);
	});

	test('heeds the filters', async () => {
		const tenant = new JobsOfTenant();
		const { id } = tenant.createEnded({ status: 'ABORTED', dateCompleted: null });
		tenant.pass(MINUTE);
		tenant.createEnded();
		tenant.createEnded({ type: 'QUERY/USER', status: 'ABORTED' });
		const aborted = { tenant: 'a', type: 'MUTATION/USER', ends: ['ABORTED'] } as const;
		expect((await newestEndedJob(tenant.client, aborted, tenant.now))?.id).toBe(id);
	});

	test.each([
		['EXPIRED', 'COMPLETED', 'ABORTED'],
		['PARTLY_DONE', 'ABORTED', 'COMPLETED'],
	] as const)('may have the status %s, which is the end %s', async (status, end, other) => {
		const tenant = new JobsOfTenant();
		const { id } = tenant.createEnded({ status });
		const newest = async (...ends: JobEnd[]) =>
			(await newestEndedJob(tenant.client, { tenant: 'a', ends }, tenant.now))?.id;
		expect([await newest(end), await newest(other), await newest(end, other)]).toEqual([
			id,
			undefined,
			id,
		]);
	});

	test('is undefined if no job has ended', async () => {
		const tenant = new JobsOfTenant();
		tenant.create();
		expect(await newestEndedJob(tenant.client, all, tenant.now)).toBeUndefined();
	});
});
