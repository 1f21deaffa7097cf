import type { Delivery } from './delivery.cts';
import type { WebhookKeys } from './keys.cts';
import type { WebhookSubscription, WebhookSubscriptions } from './subscriptions.cts';
import type { FlushOptions, HookSketch, Webhooks } from './webhooks.cts';

/** A test's hand on the hooks. Nothing is sent to any other machine. */
export interface WebhookControl {
	/** A tenant's subscriptions, oldest first. */
	subscriptions(tenantAlias: string): WebhookSubscription[];
	/** Adds a subscription as if somebody had made it in the portal. */
	subscribe(tenantAlias: string, endpointUrl: string, webhookTypes: string[]): void;
	/** Every attempt so far, oldest first, and how it was answered. The last 5,000 are kept. */
	readonly deliveries: readonly Delivery[];
	/** Sends what is due: hooks of jobs that have ended, and those not answered with 200 an hour ago. */
	flush(options?: FlushOptions): Promise<Delivery[]>;
	/** Sends a made-up hook at once: of another type, wrongly signed, with other content. */
	send(hook: HookSketch): Promise<Delivery[]>;
	/** Sends a hook again, byte for byte. If it went to several endpoints, one must be named. */
	redeliver(hookId: string, endpointUrl?: string): Promise<Delivery>;
	/** Signs with a new key from now on; unless `keepOld`, the old ones leave the key set. */
	rotateKey(options?: { keepOld?: boolean }): Promise<void>;
}

/** Puts the hooks of a sandbox into a test's hands. */
export function controlWebhooks(
	webhooks: Webhooks,
	subscriptions: WebhookSubscriptions,
	keys: WebhookKeys,
): WebhookControl {
	return {
		subscriptions: (tenantAlias) => subscriptions.list(tenantAlias),
		subscribe: (tenantAlias, endpointUrl, webhookTypes) =>
			void subscriptions.upsert(tenantAlias, { endpointUrl, webhookTypes }),
		deliveries: webhooks.deliveries,
		flush: async (options) => await webhooks.flush(options),
		send: async (hook) => await webhooks.send(hook),
		redeliver: async (hookId, endpointUrl) => await webhooks.redeliver(hookId, endpointUrl),
		rotateKey: async ({ keepOld = true } = {}) => await keys.rotate(keepOld),
	};
}
