import { attempted, settled } from '../../advocate/settled.ts';
import { SEND_AGAIN } from '../../advocate/webhooks/receive.ts';
import { ErrorReports } from '../runtime/error-reports.cts';
import { flowsStarted } from '../runtime/flows-started.cts';
import type { WorkNode } from '../runtime/work-node.cts';
import { chosenPath, hookUrl, type HookConfig } from './hook-config.cts';
import { HookMemory } from './hook-memory.cts';
import { HookSubscription } from './hook-subscription.cts';
import { answerHook, receiveHook } from './receive-hook.cts';
import { servePath, type Receive } from './served-paths.cts';

/**
 * Hears from Advocate of every job that ends: serves an address, subscribes it in the tenant, and sends a
 * message for each job, once. The subscription outlives deploys and restarts, after which Advocate sends again
 * what was not answered, and ends with the node.
 */
export class JobHook {
	private readonly stopped = new AbortController();
	private readonly memory: HookMemory;
	private readonly errors: ErrorReports;
	private readonly receiving = new Set<Promise<void>>();
	/** Before that, the nodes that take the messages may not be there. */
	private isStarted = false;

	constructor(
		private readonly work: WorkNode,
		private readonly config: HookConfig,
	) {
		this.memory = new HookMemory(work.node, config.store);
		this.errors = new ErrorReports(work);
		const opened = attempted(() => this.open());
		if ('thrown' in opened) void this.fail(opened.thrown);
	}

	/** Catch nodes hear of nothing before they are there. */
	private async fail(thrown: unknown): Promise<void> {
		const { RED, node } = this.work;
		if (await flowsStarted(RED, node)) this.errors.report(thrown);
	}

	/** @throws {AdvocateError} SETTINGS_INVALID for an address that can't be served */
	private open(): void {
		const { work, config, memory } = this;
		const path = chosenPath(config);
		const subscription = new HookSubscription(hookUrl(config, path), work, memory);
		const endServing = servePath(work.RED, path, this.receive);
		const subscribing = this.subscribe(subscription);
		work.node.on('close', (removed: boolean, done: () => void) => {
			this.stopped.abort();
			endServing();
			// Node-RED closes the tenant in the same turn, and then no longer finds it.
			const tenant = attempted(() => work.tenant);
			const closed = Promise.all([subscribing, ...this.receiving]).then(async () => {
				if (removed && 'value' in tenant) await subscription.remove(tenant.value);
			});
			if ('value' in tenant) tenant.value.keepOpen(closed);
			void closed.then(done);
		});
	}

	private async subscribe(subscription: HookSubscription): Promise<void> {
		const { work, errors } = this;
		const { signal } = this.stopped;
		this.isStarted = await flowsStarted(work.RED, work.node);
		if (!this.isStarted) return;
		const outcome = await settled(
			subscription.make(signal, (thrown) => {
				if (!signal.aborted) errors.report(thrown);
			}),
		);
		if (signal.aborted) return;
		if ('thrown' in outcome) return errors.report(outcome.thrown);
		errors.wentWell();
		work.show({ fill: 'green', shape: 'ring', text: work.RED._('status.listening') });
	}

	private readonly receive: Receive = (request, response) => {
		if (!this.isStarted) return answerHook(request, response, SEND_AGAIN);
		const { work, config, memory, errors } = this;
		const { signal } = this.stopped;
		const reception = { work, config, memory, errors, signal };
		const received = receiveHook(reception, request, response);
		this.receiving.add(received);
		void received.then(() => this.receiving.delete(received));
	};
}
