import type { IHookFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/client';
import { AdvocateError } from '../../advocate/errors';
import { settled } from '../../advocate/retry';
import { hostClass } from '../../advocate/address';
import { isSubscribed, subscribe, unsubscribe } from '../../advocate/webhook-subscriptions';
import { POLL_LIMITS } from '../../advocate/request-limits';
import { advocateClient } from '../advocate-client';
import { endFilter } from '../descriptions/job-end';
import { errorText, nodeError } from '../node-errors';

/** Whether Advocate tells the ends of jobs to this node already. Throws n8n's errors. */
export async function hasSubscription(context: IHookFunctions): Promise<boolean> {
	return await orNodeError(context, async (client) => {
		return await isSubscribed(client, usefulUrl(context, client));
	});
}

/** Has Advocate tell the ends of jobs to this node. Throws n8n's errors, which fail the activation. */
export async function addSubscription(context: IHookFunctions): Promise<boolean> {
	return await orNodeError(context, async (client) => {
		const { name } = context.getWorkflow();
		await subscribe(client, usefulUrl(context, client), name ? `n8n: ${name}` : 'n8n');
		return true;
	});
}

/**
 * Ends it. Never throws: a subscription that stays behind does no harm, as n8n answers its hooks with
 * 404, while an error would leave n8n holding on to a webhook that nobody wants.
 */
export async function removeSubscription(context: IHookFunctions): Promise<boolean> {
	const outcome = await settled(
		advocateClient(context, POLL_LIMITS).then(async (client) => {
			await unsubscribe(client, webhookUrl(context));
		}),
	);
	if (!('thrown' in outcome)) return true;
	const advice = 'Remove the subscription in the Advocate portal if it is still there.';
	const reason = await errorText(context, outcome.thrown);
	context.logger.warn(`A webhook could not be removed from Advocate. ${reason} ${advice}`);
	return false;
}

async function orNodeError<T>(
	context: IHookFunctions,
	work: (client: AdvocateClient) => Promise<T>,
): Promise<T> {
	const outcome = await settled(advocateClient(context, POLL_LIMITS).then(work));
	if ('value' in outcome) return outcome.value;
	throw await nodeError(context, outcome.thrown);
}

/** The production URL, or while n8n listens for a test event the one for tests. */
function webhookUrl(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw new AdvocateError('SETTINGS_INVALID', 'n8n gave the webhook no address', {
		hint: 'Save the workflow and activate it again.',
	});
}

/**
 * The same, where hooks sent to it arrive and can start the workflow: otherwise nothing would ever
 * happen, and nobody would know why.
 *
 * @throws {AdvocateError} SETTINGS_INVALID
 */
function usefulUrl(context: IHookFunctions, { tenant }: AdvocateClient): string {
	endFilter(context);
	const url = webhookUrl(context);
	const isPublic = (address: string) => hostClass(new URL(address)) === 'public';
	if (isPublic(url) || !isPublic(tenant.baseUrl)) return url;
	throw new AdvocateError('SETTINGS_INVALID', `Advocate can't reach this n8n at ${url}`, {
		hint: "Set n8n's WEBHOOK_URL to its address on the internet, or use Advocate Wait for Completion Trigger, which needs none.",
	});
}
