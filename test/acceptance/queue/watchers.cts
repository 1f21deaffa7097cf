import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../harness/processes/until.cts';
import type { Crm } from './crm.cts';
import type { LostExecution } from './lost-executions.cts';
import type { QueueMode } from './queue-mode.cts';
import { watchedJobs, type Watched } from './watched.cts';
import { watcherWorkflow, type WatcherKind } from './workflows.cts';

/** Two polls, after which anything that is told twice has been told twice. */
const TWO_POLLS_MS = 11_000;
/** Longer than n8n takes to have every execution that is in the queue run. */
const PATIENCE_MS = 180_000;
const KINDS: WatcherKind[] = ['polling', 'webhook'];

/** Two active workflows that tell the CRM of ended jobs: one asks Advocate, the other is told by it. */
export class Watchers {
	/** Hooks that were answered 200 and sent once more all the same. */
	hooksSentAgain = 0;
	private flushing = true;
	private readonly flushed: Promise<void>;

	private constructor(
		private readonly queueMode: QueueMode,
		private readonly crm: Crm,
		private readonly ids: Map<WatcherKind, string>,
	) {
		this.flushed = this.flushHooks();
	}

	static async activated(queueMode: QueueMode, crm: Crm): Promise<Watchers> {
		const ids = new Map<WatcherKind, string>();
		for (const kind of KINDS) {
			const workflow = watcherWorkflow(kind, queueMode.credential, crm.url);
			ids.set(kind, (await queueMode.activate(workflow)).id);
		}
		const { requests } = queueMode.parts.sandbox;
		const asked = (operation: string) =>
			requests.some(({ operations }) => operations.includes(operation));
		await until('both watchers to watch', 60_000, () =>
			asked('jobs') && asked('upsertWebhookSubscription') ? true : undefined,
		);
		return new Watchers(queueMode, crm, ids);
	}

	/**
	 * Waits until each of these jobs was told by both, but for those that were lost, has all hooks sent a
	 * second time, and counts.
	 *
	 * @param lost executions that were on the killed worker: n8n does not run them again
	 */
	async counts(jobs: string[], lost: LostExecution[]): Promise<Watched[]> {
		const counts = () => KINDS.map((kind) => this.countsOf(kind, jobs, lost));
		const all = () => counts().every((one) => one.never === one.lost);
		await until('both watchers to tell of every job', PATIENCE_MS, () => all() || undefined).catch(
			// What was not told in time is counted as never told.
			() => undefined,
		);
		await this.sendHooksAgain();
		await sleep(TWO_POLLS_MS);
		return counts();
	}

	async stop(): Promise<void> {
		this.flushing = false;
		await this.flushed;
	}

	private countsOf(kind: WatcherKind, jobs: string[], lost: LostExecution[]): Watched {
		const own = lost.filter(({ workflowId }) => workflowId === this.ids.get(kind));
		const lostJobs = own.flatMap(({ items }) => items.map(({ id }) => String(id)));
		return watchedJobs(kind, jobs, this.crm.told.get(kind) ?? [], lostJobs);
	}

	/** To a webhook process that has been started anew, so that it knows only what was saved. */
	private async sendHooksAgain(): Promise<void> {
		const { sandbox, webhook } = this.queueMode.parts;
		const sent = sandbox.webhooks.deliveries.filter(({ status }) => status === 200);
		await webhook.stop();
		await webhook.startAgain();
		for (const { hookId, endpointUrl } of sent) {
			const { status } = await sandbox.webhooks.redeliver(hookId, endpointUrl);
			if (status !== 200) throw new Error(`A hook sent again was answered ${status}`);
		}
		this.hooksSentAgain = sent.length;
	}

	/** The sandbox sends its hooks when it is told to. */
	private async flushHooks(): Promise<void> {
		while (this.flushing) {
			await this.queueMode.parts.sandbox.webhooks.flush();
			await sleep(1_000);
		}
	}
}
