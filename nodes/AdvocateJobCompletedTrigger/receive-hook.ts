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
 * The answer is sent here even when the workflow starts: when n8n 2.40 answers by itself, it saves a
 * node's static data the first time only, and after every restart a job could start the workflow again.
 * The price: if n8n dies or loses its database between this answer and the start, this start is lost,
 * because Advocate does not send the hook again.
 */
export async function receiveHook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const outcome = await settled(verdict(context));
	const result = 'value' in outcome ? outcome.value : await sendAgain(context, outcome.thrown);
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
	// Anybody can send forged hooks, as many as they like, and refusing them must not fill the log.
	if (status === 401) context.logger.debug(`A webhook was answered 401: ${message}`);
	else if (status !== 200) context.logger.warn(`A webhook was answered ${status}: ${message}`);
	// This is Express's response, of which only the methods that Node defines are used.
	const response = context.getResponseObject() as unknown as import('http').ServerResponse;
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify({ message }));
}

/**
 * Logs the reason, which the sender of the hook need not know, and asks for the hook again later. Nothing
 * is thrown, because n8n would then start the workflow with the error before the sender is known.
 */
async function sendAgain(context: IWebhookFunctions, thrown: unknown): Promise<HookAnswer> {
	context.logger.error(`A webhook could not be processed. ${await errorText(context, thrown)}`);
	return SEND_AGAIN;
}

/** The bytes as they arrived, which n8n keeps on the request beside the parsed body. */
function hookIn(context: IWebhookFunctions): SignedHook | undefined {
	const { rawBody } = context.getRequestObject() as { rawBody?: unknown };
	if (!(rawBody instanceof Uint8Array) || rawBody.length === 0) return undefined;
	return { headers: context.getHeaderData() as SignedHook['headers'], body: rawBody };
}
