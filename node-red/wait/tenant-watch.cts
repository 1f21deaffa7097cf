import type { Node } from '@node-red/registry';
import type { AdvocateClient } from '../../advocate/api/client.ts';
import { endedSince, lookAtJobs, type WatchState } from '../../advocate/jobs/watch.ts';
import { endOf, type Job } from '../../advocate/api/schema.ts';
import { POLL_LIMITS } from '../../advocate/api/limits.ts';
import { newJobMessage } from '../job/job-result.cts';
import { onOutputOf } from '../job/status-outputs.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { ErrorReports } from '../runtime/error-reports.cts';
import { flowsStarted } from '../runtime/flows-started.cts';
import { NodeMemory } from '../runtime/node-memory.cts';
import { clockOf } from '../runtime/system-time.cts';
import type { WorkNode } from '../runtime/work-node.cts';
import { intervalMs, type WaitConfig } from './wait-config.cts';
import { settled } from '../../advocate/settled.ts';

/** What is stored of a watch. */
interface Watch {
	state: WatchState;
	/** Jobs whose end is known but not reported yet. */
	unreported: Job[];
}

/**
 * Watches all jobs of a tenant and sends a message for each that ends, once. A look that fails loses
 * nothing: the next one sees it all.
 *
 * What a look finds is written to the node's context before anything is sent, and each job is crossed off
 * there once it has been sent. So a crash at any point loses no report, though the one that was just
 * being sent may be sent again. A store that can't be written to holds reports back but does not repeat
 * them.
 */
export class TenantWatch {
	private readonly stopped = new AbortController();
	private readonly memory: NodeMemory<Watch>;
	/** The watch as it is known here, which is newer than the stored one if crossing off failed. */
	private watch?: Watch;
	private readonly errors: ErrorReports;

	constructor(
		private readonly RED: NodeRed,
		private readonly node: Node,
		private readonly config: WaitConfig,
		private readonly work: WorkNode,
	) {
		this.memory = new NodeMemory(node, 'watch', config.store);
		this.errors = new ErrorReports(work);
		const running = this.run();
		node.on('close', (_removed: boolean, done: () => void) => {
			this.stopped.abort();
			void running.then(done);
		});
	}

	private async run(): Promise<void> {
		if (!(await flowsStarted(this.RED, this.node))) return;
		const clock = clockOf(this.stopped.signal);
		const pause = await settled(Promise.resolve().then(() => intervalMs(this.config)));
		if ('thrown' in pause) return this.errors.report(pause.thrown);
		while (!this.stopped.signal.aborted) {
			const outcome = await settled(this.look());
			if (this.stopped.signal.aborted) return;
			if ('thrown' in outcome) this.errors.report(outcome.thrown);
			else this.show(outcome.value);
			await settled(clock.sleep(pause.value));
		}
	}

	/** @returns how many jobs are pending */
	private async look(): Promise<number> {
		const { signal } = this.stopped;
		const { tenant } = this.work;
		const client = tenant.client(POLL_LIMITS, signal);
		const watched = { tenant: client.tenant.id, type: this.config.watchType || undefined };
		const before = this.watch ?? (await this.memory.read());
		const look = await lookAtJobs(client, watched, before?.state, clockOf(signal).now());
		const { state, ended } = endedSince(watched, before?.state, look);
		const { watchStatus } = this.config;
		const wanted = ended.filter((job) => !watchStatus || endOf(job) === watchStatus);
		const stillUnreported = before?.state.scope === state.scope ? before.unreported : [];
		const watch = { state, unreported: [...stillUnreported, ...wanted] };
		await this.memory.write(watch);
		this.watch = watch;
		for (const job of watch.unreported) await this.reportJob(job, client);
		return Object.keys(state.pending).length;
	}

	/** Sends how a job ended, and crosses it off. */
	private async reportJob(job: Job, client: AdvocateClient): Promise<void> {
		const { RED, node, config, work } = this;
		const { signal } = this.stopped;
		const sender = { RED, node, tenant: work.tenant, signal };
		const message = await newJobMessage(client, job, config, sender);
		signal.throwIfAborted();
		node.send(onOutputOf(job, message));
		if (this.watch === undefined) return;
		const unreported = this.watch.unreported.filter(({ id }) => id !== job.id);
		this.watch = { ...this.watch, unreported };
		await this.memory.write(this.watch);
	}

	private show(pending: number): void {
		this.errors.wentWell();
		const text = this.RED._('status.watching', { pending: pending.toLocaleString('en-US') });
		this.node.status({ fill: 'green', shape: 'ring', text });
	}
}
