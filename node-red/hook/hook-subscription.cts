import type { AdvocateClient } from '../../advocate/api/client.ts';
import { POLL_LIMITS, type RequestLimits } from '../../advocate/api/limits.ts';
import { MINUTE } from '../../advocate/durations.ts';
import { AdvocateError } from '../../advocate/errors.ts';
import { settled } from '../../advocate/settled.ts';
import {
	assertReachable,
	leftBehind,
	whyToLeave,
} from '../../advocate/webhooks/own-subscription.ts';
import { isSubscribed, subscribe, unsubscribe } from '../../advocate/webhooks/subscription.ts';
import { clockOf } from '../runtime/system-time.cts';
import type { TenantNode } from '../runtime/tenant-node.cts';
import type { WorkNode } from '../runtime/work-node.cts';
import type { HookMemory } from './hook-memory.cts';

/** Node-RED waits 15 seconds for a node to close (`nodeCloseTimeout`). */
const FAREWELL_LIMITS: RequestLimits = { attempts: 2, timeLimitMs: 2_000, timeoutMs: 4_000 };

/** The subscription of a node's address in its tenant. */
export class HookSubscription {
	/** That somebody else had subscribed the address before. */
	private isForeign = false;

	constructor(
		private readonly url: string,
		private readonly work: WorkNode,
		private readonly memory: HookMemory,
	) {}

	/**
	 * Has Advocate report the ends of jobs to the address. For as long as it can't be reached, it is asked
	 * again each minute: Node-RED may start before its network.
	 *
	 * @param report told of each failure that may pass
	 * @throws {AdvocateError} for a failure that does not pass; CANCELLED when it is stopped
	 */
	async make(signal: AbortSignal, report: (thrown: unknown) => void): Promise<void> {
		for (;;) {
			const outcome = await settled(this.tryToMake(signal));
			if ('value' in outcome) return;
			const { thrown } = outcome;
			if (signal.aborted || (thrown instanceof AdvocateError && !thrown.transient)) throw thrown;
			report(thrown);
			await clockOf(signal).sleep(MINUTE);
		}
	}

	/**
	 * Ends the subscription of a node that is deleted or disabled, if the node has made it. Never throws: what
	 * stays behind is told of.
	 */
	async remove(tenant: TenantNode): Promise<void> {
		const { url } = this;
		const made = this.memory.subscription;
		if (made === undefined) {
			if (this.isForeign) this.warn('This node does not know whether it has made it.', url);
			return;
		}
		const outcome = await settled(this.unsubscribeOwn(tenant));
		if ('thrown' in outcome) this.warn(this.work.errorFor(outcome.thrown).message, made.url);
	}

	private async tryToMake(signal: AbortSignal): Promise<void> {
		const client = this.work.tenant.client(POLL_LIMITS, signal);
		const { url, memory } = this;
		assertReachable(url, client.tenant);
		await memory.load();
		const made = memory.subscription;
		const reason = made && whyToLeave(made, client.tenant, url);
		if (made && reason) this.warn(this.work.errorFor(reason).message, made.url);
		if (reason) memory.subscription = undefined;
		// A subscription that was there before may belong to the original of this flow.
		const isThere = await isSubscribed(client, url);
		this.isForeign = isThere && memory.subscription === undefined;
		if (!isThere) await this.subscribe(client);
		await memory.save();
	}

	/** Remembers it first: if Node-RED dies in between, there is nothing to remove, which does no harm. */
	private async subscribe(client: AdvocateClient): Promise<void> {
		const { url, memory, work } = this;
		memory.subscription = { tenant: client.tenant.id, url };
		await memory.save();
		const { name } = work.node;
		await subscribe(client, url, name ? `Node-RED: ${name}` : 'Node-RED');
	}

	private async unsubscribeOwn(tenant: TenantNode): Promise<void> {
		const client = tenant.client(FAREWELL_LIMITS, new AbortController().signal);
		const { memory, url } = this;
		const reason = memory.subscription && whyToLeave(memory.subscription, client.tenant, url);
		if (reason) throw reason;
		await unsubscribe(client, url);
		memory.subscription = undefined;
		await memory.save();
	}

	private warn(reason: string, url: string): void {
		this.work.node.warn(leftBehind(reason, url));
	}
}
