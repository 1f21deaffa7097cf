import { ApiError } from '../api-error.cts';

/** A URL that has asked to be told of events. */
export interface WebhookSubscription {
	endpointUrl: string;
	name: string | null;
	webhookTypes: string[];
}

/** `WebhookSubscriptionInput`: `type` adds, `~type` removes, and a field left out stays as it is. */
export interface WebhookSubscriptionInput {
	endpointUrl: string;
	name?: string | null;
	webhookTypes?: string[] | null;
}

/** The webhook subscriptions of a sandbox, by tenant and endpoint. */
export class WebhookSubscriptions {
	readonly #byTenant = new Map<string, Map<string, WebhookSubscription>>();

	/** A tenant's subscriptions, oldest first. */
	list(tenantAlias: string): WebhookSubscription[] {
		return [...this.#of(tenantAlias).values()];
	}

	/** The endpoints that a tenant has subscribed to a type of hook, or to all (`*`), oldest first. */
	subscribed(tenantAlias: string, type: string): string[] {
		return this.list(tenantAlias)
			.filter(({ webhookTypes }) => webhookTypes.includes(type) || webhookTypes.includes('*'))
			.map(({ endpointUrl }) => endpointUrl);
	}

	/** @throws ApiError 404 when nothing is subscribed at that URL */
	find(tenantAlias: string, endpointUrl: string): WebhookSubscription {
		const found = this.#of(tenantAlias).get(endpointUrl);
		if (!found) throw new ApiError(404, `No webhook subscription for ${endpointUrl}`);
		return found;
	}

	/**
	 * Creates or changes a subscription.
	 * @throws ApiError 400 when `endpointUrl` is not an http(s) URL
	 */
	upsert(tenantAlias: string, input: WebhookSubscriptionInput): WebhookSubscription {
		const { endpointUrl, name, webhookTypes } = input;
		if (!/^https?:$/.test(protocolOf(endpointUrl))) {
			throw new ApiError(400, `"${endpointUrl}" is not an http or https URL`);
		}
		const old = this.#of(tenantAlias).get(endpointUrl);
		const types = new Set(old?.webhookTypes);
		for (const operation of webhookTypes ?? []) {
			if (operation.startsWith('~')) types.delete(operation.slice(1));
			else types.add(operation);
		}
		const subscription = {
			endpointUrl,
			name: name === undefined ? (old?.name ?? null) : name,
			webhookTypes: [...types],
		};
		this.#of(tenantAlias).set(endpointUrl, subscription);
		return subscription;
	}

	/** Removes a subscription; false when there is no such subscription. */
	remove(tenantAlias: string, endpointUrl: string): boolean {
		return this.#of(tenantAlias).delete(endpointUrl);
	}

	#of(tenantAlias: string): Map<string, WebhookSubscription> {
		const subscriptions = this.#byTenant.get(tenantAlias) ?? new Map<string, WebhookSubscription>();
		this.#byTenant.set(tenantAlias, subscriptions);
		return subscriptions;
	}
}

function protocolOf(url: string): string {
	return URL.canParse(url) ? new URL(url).protocol : '';
}
