import type { IHookFunctions } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import { AdvocateError } from '../../advocate/errors';
import { settled } from '../../advocate/settled';
import {
	assertReachable,
	leftBehind,
	whyToLeave,
	type OwnSubscription,
} from '../../advocate/webhooks/own-subscription';
import { isSubscribed, subscribe, unsubscribe } from '../../advocate/webhooks/subscription';
import { POLL_LIMITS } from '../../advocate/api/limits';
import { NodeMemory } from '../runtime/node-memory';
import { tenantClient } from '../runtime/tenant-client';
import { chosenEnds } from '../parameters/job-end';
import { errorText, nodeError } from '../runtime/node-error';

/** n8n keeps the subscription of the workflow and that of a test event apart. */
function memoryOf(context: IHookFunctions): NodeMemory<{ subscription: OwnSubscription }> {
	return new NodeMemory(context);
}

/**
 * Whether Advocate already reports the ends of jobs to this node. A subscription that the node made in
 * another tenant, or for another address of n8n, is left there, and the log says so. Throws n8n's errors.
 */
export async function hasSubscription(context: IHookFunctions): Promise<boolean> {
	return await orNodeError(context, async (client) => {
		const url = reachableUrl(context, client);
		const memory = memoryOf(context);
		const { subscription: made } = memory.read();
		const reason = made && whyToLeave(made, client.tenant, url);
		if (made && reason) await warnLeftBehind(context, reason, made);
		const isThere = await isSubscribed(client, url);
		if (isThere) memory.update({ subscription: { tenant: client.tenant.id, url } });
		return isThere;
	});
}

/** Has Advocate report the ends of jobs to this node. Throws n8n's errors, which fail the activation. */
export async function addSubscription(context: IHookFunctions): Promise<boolean> {
	return await orNodeError(context, async (client) => {
		const { name } = context.getWorkflow();
		const url = reachableUrl(context, client);
		await subscribe(client, url, name ? `n8n: ${name}` : 'n8n');
		memoryOf(context).update({ subscription: { tenant: client.tenant.id, url } });
		return true;
	});
}

/**
 * Ends the subscription. Never throws: if it stays behind, n8n answers its hooks with 404, whereas an
 * error would make n8n hold on to a webhook that nobody wants.
 *
 * A node that has made no subscription removes none: n8n also calls this for a workflow that it could not
 * activate because another workflow has its address, and the subscription belongs to that one.
 */
export async function removeSubscription(context: IHookFunctions): Promise<boolean> {
	const { subscription: made } = memoryOf(context).read();
	if (made === undefined) return true;
	const outcome = await settled(tenantClient(context, POLL_LIMITS));
	if ('value' in outcome) return await removeOwn(context, outcome.value, made);
	await warnLeftBehind(context, outcome.thrown, made);
	return false;
}

/** @returns whether the subscription is gone; if it is not, the log says what to do */
async function removeOwn(
	context: IHookFunctions,
	client: AdvocateClient,
	made: OwnSubscription,
): Promise<boolean> {
	const outcome = await settled(unsubscribeOwn(context, client, made));
	if ('thrown' in outcome) {
		await warnLeftBehind(context, outcome.thrown, made);
		return false;
	}
	memoryOf(context).update({ subscription: undefined });
	return true;
}

async function unsubscribeOwn(
	context: IHookFunctions,
	client: AdvocateClient,
	made: OwnSubscription,
): Promise<void> {
	const reason = whyToLeave(made, client.tenant, webhookUrl(context));
	if (reason !== undefined) throw reason;
	await unsubscribe(client, made.url);
}

async function warnLeftBehind(
	context: IHookFunctions,
	thrown: unknown,
	{ url }: OwnSubscription,
): Promise<void> {
	const reason = await errorText(context, thrown);
	context.logger.warn(leftBehind(reason, url));
}

async function orNodeError<T>(
	context: IHookFunctions,
	work: (client: AdvocateClient) => Promise<T>,
): Promise<T> {
	const outcome = await settled(tenantClient(context, POLL_LIMITS).then(work));
	if ('value' in outcome) return outcome.value;
	throw await nodeError(context, outcome.thrown);
}

/** The production URL, or the test URL while n8n listens for a test event. */
function webhookUrl(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined) return url;
	throw new AdvocateError('SETTINGS_INVALID', 'n8n gave the webhook no address', {
		hint: 'Save the workflow and activate it again.',
	});
}

/**
 * The webhook's URL, provided that hooks can reach it and start the workflow: otherwise nothing would
 * ever happen, and nobody would know why.
 *
 * @throws {AdvocateError} SETTINGS_INVALID when Advocate can't reach the URL, or no end of a job is
 * chosen
 */
function reachableUrl(context: IHookFunctions, { tenant }: AdvocateClient): string {
	// Throws when no end of a job is chosen.
	chosenEnds(context);
	const url = webhookUrl(context);
	assertReachable(url, tenant);
	return url;
}
