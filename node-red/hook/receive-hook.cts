import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdvocateClient } from '../../advocate/api/client.ts';
import type { Job } from '../../advocate/api/schema.ts';
import { settled } from '../../advocate/settled.ts';
import {
	RECEIVE_LIMITS,
	SEND_AGAIN,
	verdictOn,
	type HookAnswer,
} from '../../advocate/webhooks/receive.ts';
import { jobOutcome, newJobMessage } from '../job/job-result.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';
import { clockOf } from '../runtime/system-time.cts';
import type { ErrorReports } from '../runtime/error-reports.cts';
import type { WorkNode } from '../runtime/work-node.cts';
import { wantedJobs, type HookConfig } from './hook-config.cts';
import type { HookMemory } from './hook-memory.cts';
import { rawBody } from './raw-body.cts';

/** What it takes to receive a webhook. */
export interface Reception {
	work: WorkNode;
	config: HookConfig;
	memory: HookMemory;
	/** Aborted when the node closes. */
	signal: AbortSignal;
	/** For what goes wrong through no fault of the hook. */
	errors: ErrorReports;
}

/**
 * Answers a webhook (see verdictOn), and sends a message about the job that it reports.
 *
 * A job is remembered once its message is sent, and the answer comes last. So whenever Node-RED dies, the
 * job is reported: by the message, or by the hook that Advocate sends again. Only a death between the message
 * and the memory makes it two messages.
 */
export async function receiveHook(
	reception: Reception,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const outcome = await settled(answerTo(reception, request));
	if ('thrown' in outcome) {
		if (!reception.signal.aborted) reception.errors.report(outcome.thrown);
		return answerHook(request, response, SEND_AGAIN);
	}
	const { status, message } = outcome.value;
	const { node } = reception.work;
	if (status === 503) node.warn(`A webhook was answered 503: ${message}`);
	// Anybody can send forged hooks, as many as they like, and refusing them must not fill the log.
	else if (status !== 200) node.debug(`A webhook was answered ${status}: ${message}`);
	answerHook(request, response, outcome.value);
}

/** Answers a hook, whether or not it was read to its end. */
export function answerHook(
	request: IncomingMessage,
	response: ServerResponse,
	{ status, message }: HookAnswer,
): void {
	if (!request.complete) response.once('finish', () => request.destroy());
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify({ message }));
}

async function answerTo(reception: Reception, request: IncomingMessage): Promise<HookAnswer> {
	const { work, config, memory, signal } = reception;
	const body = await rawBody(request);
	if (!(body instanceof Uint8Array)) return body;
	await memory.load();
	const client = work.tenant.client(RECEIVE_LIMITS, signal);
	const hook = body.length > 0 ? { headers: request.headers, body } : undefined;
	const verdict = await verdictOn(hook, {
		client,
		wanted: () => wantedJobs(config),
		memory,
		isTrial: false,
		clock: clockOf(signal),
	});
	return 'start' in verdict ? await report(reception, verdict.start, client) : verdict;
}

async function report(
	{ work, config, memory, signal, errors }: Reception,
	job: Job,
	client: AdvocateClient,
): Promise<HookAnswer> {
	const { RED, node, tenant } = work;
	const outcome = await settled(newJobMessage(client, job, config, { RED, node, tenant, signal }));
	if ('thrown' in outcome || signal.aborted) {
		memory.forget(job.id);
		return SEND_AGAIN;
	}
	node.send(outcome.value);
	work.show(jobOutcome(RED, job));
	const saved = await settled(memory.save());
	if ('thrown' in saved) errors.report(saved.thrown);
	else errors.wentWell();
	return { status: 200, message: NODE_RED_TEXTS.hook.starts };
}
