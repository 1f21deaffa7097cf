import { setTimeout as sleep } from 'node:timers/promises';
import { createPoller, type Poller } from '../../../harness/engine/one-node/poll.cts';
import { seededRandom } from '../../../examples/seeded-random.cts';
import { AdvocateWaitForCompletionTrigger } from '../../../nodes/AdvocateWaitForCompletionTrigger/AdvocateWaitForCompletionTrigger.node.ts';
import { systemTime } from '../../../nodes/runtime/system-time.ts';
import type { Fault } from '../../../sandbox/server/faults.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { ListOrder } from '../../../sandbox/options.cts';
import { startSandbox } from '../../../sandbox/sandbox.cts';
import { credentialTypes } from '../../support/advocate-nodes.cts';
import { text } from '../../support/text.cts';
import { randomFaults } from './random-faults.cts';

/** What came of a trigger's life. */
export interface TriggerReport {
	listOrder: ListOrder;
	jobs: number;
	polls: number;
	failedPolls: number;
	restarts: number;
	/** Jobs made or ended while a poll was under way. */
	during: number;
	faults: number;
	fired: number;
	double: string[];
	lost: string[];
	/** Bytes of static data, at most. */
	largestMemory: number;
	seconds: number;
}

const TENANT = 'test_acme';
const MINUTE = 60_000;
/** How long after it was made a job is listed (ms): each at least, and some so much later. */
const LIST_LAG = MINUTE;
const LISTED_LATER = 8 * MINUTE;

/**
 * Watches so many jobs over so many polls a minute apart: made and ended at random, between polls and
 * during them, listed late and in any order, with requests that fail and restarts of n8n in between.
 */
export async function watchJobs(
	jobs: number,
	polls: number,
	listOrder: ListOrder,
	seed: number,
): Promise<TriggerReport> {
	const tenant = await Tenant.start(listOrder, seed);
	const begun = performance.now();
	try {
		const watch = new Watch(tenant);
		await watch.poll();
		tenant.failAtRandom(polls);
		for (let poll = 1; poll < polls; poll++) {
			const share = Math.ceil((jobs - tenant.made) / (polls - poll));
			tenant.comingMeanwhile = Math.min(share, jobs - tenant.made);
			tenant.liveOn(MINUTE);
			await watch.poll();
			if (tenant.random() < 0.1) watch.restart();
		}
		await watch.untilNothingComes();
		return { ...watch.report(), listOrder, polls, seconds: (performance.now() - begun) / 1_000 };
	} finally {
		await tenant.close();
	}
}

/** A tenant whose jobs come and go, on a clock of its own. */
class Tenant {
	now = Date.parse('2026-01-15T09:00:00Z');
	made = 0;
	/** Jobs still to be made before the next poll is over. */
	comingMeanwhile = 0;
	readonly pending: string[] = [];

	private constructor(
		readonly random: () => number,
		private readonly begin: (now: () => number) => Promise<Sandbox>,
	) {}

	private running?: Sandbox;

	static async start(listOrder: ListOrder, seed: number): Promise<Tenant> {
		const tenant = new Tenant(seededRandom(seed), async (now) =>
			startSandbox({ now, listOrder, listLagMs: LIST_LAG, abortedHaveDateCompleted: false }),
		);
		tenant.running = await tenant.begin(() => tenant.now);
		systemTime.now = () => tenant.now;
		systemTime.sleep = async (milliseconds) => {
			tenant.now += milliseconds;
			await Promise.resolve();
		};
		return tenant;
	}

	get sandbox(): Sandbox {
		if (this.running === undefined) throw new Error('The sandbox is not there');
		return this.running;
	}

	async close(): Promise<void> {
		await this.running?.close();
	}

	/** One poll in five meets a request that fails, one in fifty an API that is down for longer than it tries. */
	failAtRandom(polls: number): void {
		const requests = polls * 2;
		const spread = { on: 'jobs', requests, faults: polls / 5 } as const;
		const outages = Array.from(
			{ length: polls / 50 },
			(): Fault => ({
				...{ on: 'jobs', kind: 'status', status: 503, times: 6 },
				skip: Math.floor(this.random() * requests),
			}),
		);
		this.sandbox.faults.add(...randomFaults([spread], this.random), ...outages);
	}

	/** Lets time pass in which half of what is to come comes, and jobs end. */
	liveOn(milliseconds: number): void {
		const steps = Math.ceil(this.comingMeanwhile / 2);
		for (let step = 0; step < steps; step++) {
			this.now += Math.floor(milliseconds / steps);
			this.makeJob();
			while (this.random() < 0.5) this.endJob();
		}
	}

	/** @returns whether there was one to make */
	makeJob(): boolean {
		if (this.comingMeanwhile === 0) return false;
		this.comingMeanwhile--;
		const id = `job-${String(this.made++).padStart(5, '0')}`;
		const dateCreated = this.now - Math.floor(this.random() * LISTED_LATER);
		this.sandbox.jobs.add(TENANT, { id, type: 'MUTATION/USER', dateCreated });
		this.pending.push(id);
		return true;
	}

	/** @returns whether there was one to end */
	endJob(): boolean {
		const [id] = this.pending.splice(Math.floor(this.random() * this.pending.length), 1);
		if (id === undefined) return false;
		void this.sandbox.jobs.finish(id, this.random() < 0.3 ? 'ABORTED' : 'COMPLETED', this.now);
		return true;
	}
}

/** The trigger over the restarts of n8n, and what it started the workflow for. */
class Watch {
	private trigger: Poller;
	private readonly fired: string[] = [];
	private failedPolls = 0;
	private restarts = 0;
	private during = 0;
	private largestMemory = 0;

	constructor(private readonly tenant: Tenant) {
		this.trigger = this.poller();
	}

	/** Polls once, while jobs are made and ended; a poll that fails is left to the next, as n8n does. */
	async poll(): Promise<void> {
		let isUnderWay = true;
		const polling = this.trigger.poll().then(
			(output) => output?.[0] ?? [],
			() => {
				this.failedPolls++;
				return [];
			},
		);
		void polling.finally(() => (isUnderWay = false));
		while (isUnderWay) await this.meanwhile();
		this.fired.push(...(await polling).map(({ json }) => text(json.id)));
		const { length } = JSON.stringify(this.trigger.staticData);
		this.largestMemory = Math.max(this.largestMemory, length);
	}

	/** Stops n8n, which loses what it had not saved, and starts another with what was on disk. */
	restart(): void {
		this.restarts++;
		this.trigger.restart({ lostUnsaved: this.tenant.random() < 0.7 });
		const onDisk = JSON.stringify(this.trigger.staticData);
		this.trigger = this.poller(JSON.parse(onDisk) as Poller['staticData']);
	}

	/** Ends every job, and polls until what was listed late has come too. */
	async untilNothingComes(): Promise<void> {
		const { tenant } = this;
		tenant.sandbox.faults.clear();
		while (tenant.comingMeanwhile > 0) tenant.makeJob();
		while (tenant.pending.length > 0) tenant.endJob();
		for (let poll = 0; poll < 5; poll++) {
			tenant.now += MINUTE;
			await this.poll();
		}
	}

	report(): Omit<TriggerReport, 'listOrder' | 'polls' | 'seconds'> {
		const { sandbox } = this.tenant;
		const all = sandbox.jobs.list(TENANT).map(({ id }) => id);
		const once = new Set(this.fired);
		const seen = new Set<string>();
		return {
			jobs: all.length,
			failedPolls: this.failedPolls,
			restarts: this.restarts,
			during: this.during,
			faults: Object.values(sandbox.faults.fired).reduce((sum, count) => sum + count, 0),
			fired: this.fired.length,
			double: this.fired.filter((id) => seen.has(id) || !seen.add(id)),
			lost: all.filter((id) => !once.has(id)),
			largestMemory: this.largestMemory,
		};
	}

	private async meanwhile(): Promise<void> {
		await sleep(1);
		const { tenant } = this;
		if (tenant.random() >= 0.3 || tenant.made === 0) return;
		const hasChanged = tenant.random() < 0.5 ? tenant.makeJob() : tenant.endJob();
		if (hasChanged) this.during++;
	}

	private poller(staticData?: Poller['staticData']): Poller {
		const { sandbox } = this.tenant;
		const { apiKey = '' } = sandbox.tenants.find(({ alias }) => alias === TENANT) ?? {};
		return createPoller({
			nodeType: new AdvocateWaitForCompletionTrigger(),
			credentials: {
				advocateApi: { tenantAlias: TENANT, apiKey, baseUrl: sandbox.baseUrl },
			},
			credentialTypes,
			staticData,
		});
	}
}
