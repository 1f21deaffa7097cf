import type { WebhookSubscription } from '../api/schema';
import type { AdvocateClient } from '../api/client';
import { allPages } from '../api/pages';

/** The type of the webhook that tells of a job's end (schema, named beside the `job` query). */
export const JOB_COMPLETED = 'job.completed';

/** Whether the end of jobs is told to this URL. Throws what the client throws. */
export async function isSubscribed(client: AdvocateClient, endpointUrl: string): Promise<boolean> {
	const subscription = await subscriptionAt(client, endpointUrl);
	return subscription?.webhookTypes.includes(JOB_COMPLETED) ?? false;
}

/**
 * Has the end of jobs told to a URL. What else is told there stays, and its name where it has one.
 *
 * @param name what the tenant's list of webhooks shows for a new subscription
 * @throws {AdvocateError} whatever the client throws
 */
export async function subscribe(
	client: AdvocateClient,
	endpointUrl: string,
	name: string,
): Promise<void> {
	const present = await subscriptionAt(client, endpointUrl);
	const named = present?.name ? {} : { name };
	await client.upsertWebhookSubscription({ endpointUrl, ...named, webhookTypes: [JOB_COMPLETED] });
}

/**
 * Ends what `subscribe` began. A URL that is told of other events too stays subscribed to these; one
 * that the API does not know any more is left so.
 *
 * @throws {AdvocateError} whatever the client throws
 */
export async function unsubscribe(client: AdvocateClient, endpointUrl: string): Promise<void> {
	const present = await subscriptionAt(client, endpointUrl);
	if (present === undefined) return;
	if (present.webhookTypes.every((type) => type === JOB_COMPLETED)) {
		await client.deleteWebhookSubscription(endpointUrl);
	} else if (present.webhookTypes.includes(JOB_COMPLETED)) {
		await client.upsertWebhookSubscription({ endpointUrl, webhookTypes: [`~${JOB_COMPLETED}`] });
	}
}

async function subscriptionAt(
	client: AdvocateClient,
	endpointUrl: string,
): Promise<WebhookSubscription | undefined> {
	const pages = allPages((limit, offset) => client.webhookSubscriptions(limit, offset));
	for await (const subscription of pages) {
		if (subscription.endpointUrl === endpointUrl) return subscription;
	}
	return undefined;
}
