import type { WebhookSubscription } from '../api/schema';
import type { AdvocateClient } from '../api/client';
import { allPages } from '../api/pages';
import { AdvocateError, type AdvocateErrorCode } from '../errors';
import { settled } from '../settled';

/** The type named beside the `job` query (schema), which the public catalogues of webhooks do not have. */
export const JOB_COMPLETED = 'job.completed';

/** The type sent when an export ends, and perhaps when an import does: it can have a `fileRef` (guide, 2026). */
export const EXPORT_COMPLETED = 'export.completed';

/** The end of an import may be announced as either: nobody has told us which. */
const ENDS_OF_JOBS: readonly string[] = [JOB_COMPLETED, EXPORT_COMPLETED];

/** Stands for all types in a subscription (2026). */
const ALL_TYPES = '*';

/** The errors of an API that does not know one of the types. */
const REFUSALS: AdvocateErrorCode[] = ['GRAPHQL_ERROR', 'REQUEST_REFUSED'];

/** Whether this URL is subscribed to the end of jobs. Throws what the client throws. */
export async function isSubscribed(client: AdvocateClient, endpointUrl: string): Promise<boolean> {
	const present = await subscriptionAt(client, endpointUrl);
	return present !== undefined && tellsAllEnds(present);
}

/**
 * Subscribes a URL to the end of jobs. Its other subscriptions stay, and so does its name if it has one.
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
	if (present !== undefined && tellsAllEnds(present)) return;
	const subscription = { endpointUrl, ...(present?.name ? {} : { name }) };
	const add = async (webhookTypes: string[]) =>
		await settled(client.upsertWebhookSubscription({ ...subscription, webhookTypes }));
	const outcome = await add([...ENDS_OF_JOBS]);
	if ('value' in outcome) return;
	if (!isRefusal(outcome.thrown)) throw outcome.thrown;
	// No public list has both types. If the API does not know one, the other must still be subscribed to.
	const accepted: string[] = [];
	for (const type of ENDS_OF_JOBS) {
		if ('value' in (await add([type]))) accepted.push(type);
	}
	if (accepted.length === 0) throw outcome.thrown;
}

/**
 * Undoes `subscribe`. A URL that is subscribed to other events too stays subscribed to those, or to all; one
 * that the API no longer knows is left alone.
 *
 * @throws {AdvocateError} whatever the client throws
 */
export async function unsubscribe(client: AdvocateClient, endpointUrl: string): Promise<void> {
	const present = await subscriptionAt(client, endpointUrl);
	if (present === undefined) return;
	const own = present.webhookTypes.filter((type) => ENDS_OF_JOBS.includes(type));
	if (own.length === present.webhookTypes.length) {
		await client.deleteWebhookSubscription(endpointUrl);
	} else if (own.length > 0) {
		const webhookTypes = own.map((type) => `~${type}`);
		await client.upsertWebhookSubscription({ endpointUrl, webhookTypes });
	}
}

function tellsAllEnds({ webhookTypes }: WebhookSubscription): boolean {
	if (webhookTypes.includes(ALL_TYPES)) return true;
	return ENDS_OF_JOBS.every((type) => webhookTypes.includes(type));
}

function isRefusal(thrown: unknown): boolean {
	return thrown instanceof AdvocateError && REFUSALS.includes(thrown.code);
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
