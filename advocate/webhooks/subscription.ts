import type { WebhookSubscription } from '../api/schema';
import type { AdvocateClient } from '../api/client';
import { allPages } from '../api/pages';
import { AdvocateError, type AdvocateErrorCode } from '../errors';
import { settled } from '../settled';

/** Tells of a job's end: named beside the `job` query (schema), and missing in the catalogues of hooks. */
export const JOB_COMPLETED = 'job.completed';

/** Tells of an export's end, and perhaps of an import's: its hook can have a `fileRef` (guide, 2026). */
export const EXPORT_COMPLETED = 'export.completed';

/** The end of an import may be told as either: nobody has told us which. */
const ENDS_OF_JOBS: readonly string[] = [JOB_COMPLETED, EXPORT_COMPLETED];

/** A subscription of this type has all (2026). */
const ALL_TYPES = '*';

/** What an API answers that does not know one of the types. */
const REFUSALS: AdvocateErrorCode[] = ['GRAPHQL_ERROR', 'REQUEST_REFUSED'];

/** Whether every end of a job is told to this URL. Throws what the client throws. */
export async function isSubscribed(client: AdvocateClient, endpointUrl: string): Promise<boolean> {
	const present = await subscriptionAt(client, endpointUrl);
	return present !== undefined && tellsAllEnds(present);
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
	if (present !== undefined && tellsAllEnds(present)) return;
	const subscription = { endpointUrl, ...(present?.name ? {} : { name }) };
	const add = async (webhookTypes: string[]) =>
		await settled(client.upsertWebhookSubscription({ ...subscription, webhookTypes }));
	const outcome = await add([...ENDS_OF_JOBS]);
	if ('value' in outcome) return;
	if (!isRefusal(outcome.thrown)) throw outcome.thrown;
	// No public list has both types: one that the API does not know must not cost the other.
	let isTold = false;
	for (const type of ENDS_OF_JOBS) isTold = 'value' in (await add([type])) || isTold;
	if (!isTold) throw outcome.thrown;
}

/**
 * Ends what `subscribe` began. A URL that is told of other events too stays subscribed to these, and to
 * all where it has all; one that the API does not know any more is left so.
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
