import type { IHookFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import { AdvocateError } from '../../advocate/errors';
import { settled } from '../../advocate/settled';
import { hostClass } from '../../advocate/security/host-class';
import { isSubscribed, subscribe, unsubscribe } from '../../advocate/webhooks/subscription';
import { POLL_LIMITS } from '../../advocate/api/limits';
import { tenantClient } from '../runtime/tenant-client';
import { chosenEnds } from '../parameters/job-end';
import { errorText, nodeError } from '../runtime/node-error';

/**
 * The subscription that this node has made. n8n keeps it with the workflow, and one for a test event apart
 * from it.
 */
interface Made {
	/** The tenant's `id`. */
	tenant: string;
	url: string;
}

function memoryOf(context: IHookFunctions): { subscription?: Made } {
	return context.getWorkflowStaticData('node');
}

/**
 * Whether Advocate tells the ends of jobs to this node already. One that it made for another address of
 * n8n's or in another tenant is no longer wanted. Throws n8n's errors.
 */
export async function hasSubscription(context: IHookFunctions): Promise<boolean> {
	return await orNodeError(context, async (client) => {
		const url = usefulUrl(context, client);
		const { subscription: made } = memoryOf(context);
		const isCurrent = made?.url === url && made.tenant === client.tenant.id;
		if (made !== undefined && !isCurrent) await removeMade(context, client, made);
		const isThere = await isSubscribed(client, url);
		if (isThere) memoryOf(context).subscription = { tenant: client.tenant.id, url };
		return isThere;
	});
}

/** Has Advocate tell the ends of jobs to this node. Throws n8n's errors, which fail the activation. */
export async function addSubscription(context: IHookFunctions): Promise<boolean> {
	return await orNodeError(context, async (client) => {
		const { name } = context.getWorkflow();
		const url = usefulUrl(context, client);
		await subscribe(client, url, name ? `n8n: ${name}` : 'n8n');
		memoryOf(context).subscription = { tenant: client.tenant.id, url };
		return true;
	});
}

/**
 * Ends it. Never throws: hooks of a subscription that stays behind are answered with 404 by n8n, while an
 * error would leave n8n holding on to a webhook that nobody wants.
 *
 * A node that has made none removes none: n8n also asks this of a workflow that could not be activated
 * because another one has its address, and the subscription is the other one's.
 */
export async function removeSubscription(context: IHookFunctions): Promise<boolean> {
	const { subscription: made } = memoryOf(context);
	if (made === undefined) return true;
	const outcome = await settled(tenantClient(context, POLL_LIMITS));
	if ('value' in outcome) return await removeMade(context, outcome.value, made);
	await warnOf(context, outcome.thrown, made);
	return false;
}

/** @returns whether it is gone; else the log says what to do */
async function removeMade(
	context: IHookFunctions,
	client: AdvocateClient,
	made: Made,
): Promise<boolean> {
	const outcome = await settled(unsubscribeMade(client, made));
	if ('thrown' in outcome) {
		await warnOf(context, outcome.thrown, made);
		return false;
	}
	delete memoryOf(context).subscription;
	return true;
}

async function unsubscribeMade(client: AdvocateClient, { tenant, url }: Made): Promise<void> {
	if (tenant === client.tenant.id) return await unsubscribe(client, url);
	throw new AdvocateError('SETTINGS_INVALID', `It was set up in another tenant (${tenant})`, {
		hint: 'Since then the Advocate API credential has been changed.',
	});
}

async function warnOf(context: IHookFunctions, thrown: unknown, { url }: Made): Promise<void> {
	const advice = `Remove the subscription of ${url} in the Advocate portal if it is still there.`;
	const reason = await errorText(context, thrown);
	context.logger.warn(`A webhook could not be removed from Advocate. ${reason} ${advice}`);
}

async function orNodeError<T>(
	context: IHookFunctions,
	work: (client: AdvocateClient) => Promise<T>,
): Promise<T> {
	const outcome = await settled(tenantClient(context, POLL_LIMITS).then(work));
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
	// It throws where none is chosen.
	chosenEnds(context);
	const url = webhookUrl(context);
	const isPublic = (address: string) => hostClass(new URL(address)) === 'public';
	if (isPublic(url) || !isPublic(tenant.baseUrl)) return url;
	throw new AdvocateError('SETTINGS_INVALID', `Advocate can't reach this n8n at ${url}`, {
		hint: "Set n8n's WEBHOOK_URL to its address on the internet, or use Advocate Wait for Completion Trigger, which needs none.",
	});
}
