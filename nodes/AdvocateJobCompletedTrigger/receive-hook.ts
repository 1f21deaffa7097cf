import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { shownJob } from '../../advocate/jobs/shown-job';
import { settled } from '../../advocate/settled';
import {
	RECEIVE_LIMITS,
	SEND_AGAIN,
	verdictOn,
	type HookAnswer,
	type Verdict,
} from '../../advocate/webhooks/receive';
import type { SignedHook } from '../../advocate/webhooks/signature';
import { chosenEnds } from '../parameters/job-end';
import { chosenType } from '../parameters/job-type';
import { N8N_TEXTS } from '../runtime/host-texts';
import { errorText } from '../runtime/node-error';
import { clockOf } from '../runtime/system-time';
import { tenantClient } from '../runtime/tenant-client';
import { StartedFor } from './started-for';

/**
 * Answers a webhook (see verdictOn).
 *
 * The answer is sent here also where the workflow starts: answering by itself, n8n 2.40 saves a node's
 * static data the first time only, and a job would be started for again after each restart. The price:
 * where n8n dies or loses its database between this answer and the start, this start is lost, and no
 * hook comes again.
 */
export async function receiveHook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const outcome = await settled(verdict(context));
	const result = 'value' in outcome ? outcome.value : await laterAgain(context, outcome.thrown);
	if (!('start' in result)) {
		answer(context, result);
		return { noWebhookResponse: true };
	}
	answer(context, { status: 200, message: N8N_TEXTS.hook.starts });
	return { noWebhookResponse: true, workflowData: [[{ json: shownJob(result.start) }]] };
}

async function verdict(context: IWebhookFunctions): Promise<Verdict> {
	const client = await tenantClient(context, RECEIVE_LIMITS);
	return await verdictOn(hookIn(context), {
		client,
		wanted: () => ({ type: chosenType(context), ends: chosenEnds(context) }),
		memory: new StartedFor(context),
		isTrial: context.getMode() === 'manual',
		clock: clockOf(context),
	});
}

function answer(context: IWebhookFunctions, { status, message }: HookAnswer): void {
	// Anybody can have a forged one refused, as often as they like: that is not to fill the log.
	if (status === 401) context.logger.debug(`A webhook was answered 401: ${message}`);
	else if (status !== 200) context.logger.warn(`A webhook was answered ${status}: ${message}`);
	// Express's response, of which only what is Node's own is used.
	const response = context.getResponseObject() as unknown as import('http').ServerResponse;
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify({ message }));
}

/**
 * The reason is for the log: whoever holds the webhook's address need not know it. Nothing is thrown, as
 * n8n would start the workflow with the error, before it is known who sent the hook.
 */
async function laterAgain(context: IWebhookFunctions, thrown: unknown): Promise<HookAnswer> {
	context.logger.error(`A webhook could not be looked into. ${await errorText(context, thrown)}`);
	return SEND_AGAIN;
}

/** The bytes as they came, which n8n keeps on the request beside what it has read of them. */
function hookIn(context: IWebhookFunctions): SignedHook | undefined {
	const { rawBody } = context.getRequestObject() as { rawBody?: unknown };
	if (!(rawBody instanceof Uint8Array) || rawBody.length === 0) return undefined;
	return { headers: context.getHeaderData() as SignedHook['headers'], body: rawBody };
}
