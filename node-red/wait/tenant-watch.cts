import { endedSince, lookAtJobs, type WatchState } from '../../advocate/ended-jobs.ts';
import type { Job } from '../../advocate/job.ts';
import { POLL_LIMITS } from '../../advocate/request-limits.ts';
import { settled } from '../../advocate/retry.ts';
import { jobMessage } from '../job/job-result.cts';
import { onOutputOf } from '../job/status-output.cts';
import type { NodeRed, Outgoing, RuntimeNode } from '../runtime/red.cts';
import { clockOf } from '../runtime/system-time.cts';
import { TypedValues } from '../runtime/typed-value.cts';
import type { WorkNode } from '../runtime/work-node.cts';
import { NodeMemory } from './node-memory.cts';
import { intervalMs, type WaitConfig } from './wait-config.cts';

/**
 * Watches all jobs of a tenant and sends a message for each that ends, once. What has been seen is kept in
 * the node's context. A look that fails loses nothing: the next one sees it all.
 */
export class TenantWatch {
	private readonly stopped = new AbortController();
	private readonly memory: NodeMemory<WatchState>;
	/** The code of the error that was told last: the same one again would be told every minute. */
	private told?: string;

	constructor(
		private readonly RED: NodeRed,
		private readonly node: RuntimeNode,
		private readonly config: WaitConfig,
		private readonly work: WorkNode,
	) {
		this.memory = new NodeMemory(node, 'watch', config.store);
		const running = this.run();
		node.on('close', (_removed, done) => {
			this.stopped.abort();
			void running.then(done);
		});
	}

	private async run(): Promise<void> {
		const clock = clockOf(this.stopped.signal);
		while (!this.stopped.signal.aborted) {
			const outcome = await settled(this.look());
			if (this.stopped.signal.aborted) return;
			if ('thrown' in outcome) this.tell(outcome.thrown);
			else this.show(outcome.value);
			const pause = await settled(Promise.resolve().then(() => intervalMs(this.config)));
			if ('thrown' in pause) return this.tell(pause.thrown);
			await settled(clock.sleep(pause.value));
		}
	}

	/** @returns how many jobs are pending */
	private async look(): Promise<number> {
		const { signal } = this.stopped;
		const { tenant } = this.work;
		const client = tenant.client(POLL_LIMITS, signal);
		const watched = { tenant: client.tenant.id, type: this.config.watchType || undefined };
		const before = await this.memory.read();
		const look = await lookAtJobs(client, watched, before, clockOf(signal).now());
		const { state, ended } = endedSince(watched, before, look);
		const { watchStatus } = this.config;
		const wanted = ended.filter(({ status }) => !watchStatus || status === watchStatus);
		const messages: Outgoing[] = [];
		for (const job of wanted) messages.push(await this.messageFor(job, client));
		signal.throwIfAborted();
		// A store that can not be written to must not have jobs reported over and over: it comes first.
		await this.memory.write(state);
		for (const message of messages) this.node.send(message);
		return Object.keys(state.pending).length;
	}

	private async messageFor(
		job: Job,
		client: ReturnType<WorkNode['tenant']['client']>,
	): Promise<Outgoing> {
		const message = { _msgid: this.RED.util.generateId() };
		const values = new TypedValues(this.RED, this.node, message);
		const { signal } = this.stopped;
		const { tenant } = this.work;
		return onOutputOf(
			job,
			await jobMessage(client, { job }, this.config, { message, values, tenant, signal }),
		);
	}

	private show(pending: number): void {
		this.told = undefined;
		const text = this.RED._('status.watching', { pending: pending.toLocaleString('en-US') });
		this.node.status({ fill: 'green', shape: 'ring', text });
	}

	private tell(thrown: unknown): void {
		const failure = this.work.failure(thrown);
		if (failure.code !== this.told) this.node.error(failure, {});
		this.told = failure.code;
	}
}
