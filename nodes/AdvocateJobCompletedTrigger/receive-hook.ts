import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import { newestEndedJob } from '../../advocate/jobs/watch';
import { AdvocateError } from '../../advocate/errors';
import { hasEnded, type Job } from '../../advocate/api/schema';
import type { RequestLimits } from '../../advocate/api/limits';
import { retryAfterMs, settled } from '../../advocate/api/retry';
import { shownJob } from '../../advocate/jobs/shown-job';
import { hookFrom, type Hook } from '../../advocate/webhooks/body';
import { WebhookKeys } from '../../advocate/webhooks/keys';
import { isLongOver } from '../../advocate/webhooks/reported';
import type { Signer } from '../../advocate/webhooks/signature';
import { JOB_COMPLETED } from '../../advocate/webhooks/subscription';
import { tenantClient } from '../runtime/tenant-client';
import { chosenEnds } from '../parameters/job-end';
import { chosenType } from '../parameters/job-type';
import { errorText } from '../runtime/node-error';
import { systemTime } from '../runtime/system-time';
import { StartedFor } from './started-for';

/**
 * Pauses (ms) before a job is asked for again that the API does not tell as ended yet. Short, as Advocate
 * waits for the answer meanwhile; after them it is answered 503 and tries again in an hour (guide).
 */
const PAUSES = [1_000, 2_000, 3_000];

/** The longest time (ms) that is waited because the API asks for it. */
const LONGEST_PAUSE = 10_000;

/** For requests while Advocate waits for the answer: with the pauses above it comes within a minute. */
const LIMITS: RequestLimits = { attempts: 3, timeLimitMs: 10_000, timeoutMs: 10_000 };

/** The key sets of all tenants of a base URL are the same, so they are shared by all nodes. */
const keySets = new Map<string, WebhookKeys>();

interface Answer {
	/** HTTP status. */
	status: number;
	message: string;
}

/** What becomes of a hook: the workflow starts with a job, or the hook is answered and that is all. */
type Verdict = { start: Job } | Answer;

/**
 * Answers a webhook. A hook is only believed to say that there is a job to look at: what the workflow
 * is started with is what the API tells of it. Any answer but 200 has Advocate send the hook again in
 * an hour, up to 72 times (guide), so 200 is given only to what needs no second try.
 *
 * The answer is sent here also where the workflow starts: answering by itself, n8n 2.40 saves a node's
 * static data the first time only, and a job would be started for again after each restart. The price:
 * where n8n dies or loses its database between this answer and the start, this start is lost, and no
 * hook comes again.
 */
export async function receiveHook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const outcome = await settled(judge(context));
	const verdict = 'value' in outcome ? outcome.value : await laterAgain(context, outcome.thrown);
	if (!('start' in verdict)) {
		answer(context, verdict);
		return { noWebhookResponse: true };
	}
	answer(context, { status: 200, message: 'The workflow starts' });
	return { noWebhookResponse: true, workflowData: [[{ json: shownJob(verdict.start) }]] };
}

function answer(context: IWebhookFunctions, { status, message }: Answer): void {
	// Anybody can have a forged one refused, as often as they like: that is not to fill the log.
	if (status === 401) context.logger.debug(`A webhook was answered 401: ${message}`);
	else if (status !== 200) context.logger.warn(`A webhook was answered ${status}: ${message}`);
	// Express's response, of which only what is Node's own is used.
	const response = context.getResponseObject() as unknown as import('http').ServerResponse;
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify({ message }));
}

/**
 * The reason is for the log: whoever holds the webhook's address needs not know it. Nothing is thrown, as
 * n8n would start the workflow with the error, before it is known who sent the hook.
 */
async function laterAgain(context: IWebhookFunctions, thrown: unknown): Promise<Verdict> {
	context.logger.error(`A webhook could not be looked into. ${await errorText(context, thrown)}`);
	return { status: 503, message: 'The webhook could not be looked into. Send it again later.' };
}

async function judge(context: IWebhookFunctions): Promise<Verdict> {
	const client = await tenantClient(context, LIMITS);
	const body = rawBody(context);
	if (body === undefined) return { status: 400, message: 'The webhook has no body' };
	const signer = await signerOfHook(context, client, body);
	if (signer === undefined) return { status: 401, message: 'The signature is missing or wrong' };
	const hook = hookFrom(body);
	if (hook === undefined) return { status: 400, message: 'The body is not a webhook of Advocate' };
	// Advocate's key signs for all tenants, the API key for its own alone.
	const tenantAlias = hook.tenantAlias ?? (signer === 'tenant' ? client.tenant.alias : undefined);
	if (tenantAlias !== client.tenant.alias) {
		return { status: 401, message: 'The webhook is for another tenant' };
	}
	if (hook.type === 'test') return await judgeTest(context, client);
	if (hook.type !== JOB_COMPLETED) return nothingToDo(`Webhooks of the type ${hook.type}`);
	return await judgeJob(context, client, hook);
}

async function signerOfHook(
	context: IWebhookFunctions,
	client: AdvocateClient,
	body: Uint8Array,
): Promise<Signer | undefined> {
	const { baseUrl } = client.tenant;
	const keys = keySets.get(baseUrl) ?? new WebhookKeys();
	keySets.set(baseUrl, keys);
	const headers = context.getHeaderData();
	return await client.signerOfHook({ headers, body }, keys, systemTime.now());
}

/** In the editor a test hook brings a job to build the workflow with, as no real one may end soon. */
async function judgeTest(context: IWebhookFunctions, client: AdvocateClient): Promise<Verdict> {
	const received = { status: 200, message: 'The test has arrived' };
	if (context.getMode() !== 'manual') return received;
	const watched = {
		tenant: client.tenant.id,
		type: chosenType(context),
		ends: chosenEnds(context),
	};
	const newest = await newestEndedJob(client, watched, systemTime.now());
	return newest === undefined ? received : { start: newest };
}

async function judgeJob(
	context: IWebhookFunctions,
	client: AdvocateClient,
	{ jobId }: Hook,
): Promise<Verdict> {
	if (jobId === null) return { status: 400, message: 'The webhook names no job' };
	const isTest = context.getMode() === 'manual';
	const startedFor = new StartedFor(context);
	if (!isTest && startedFor.has(jobId)) return alreadyStarted(jobId);
	const job = await endedJob(client.withoutRetry(), jobId);
	if (job === undefined) return { status: 503, message: `No job ${jobId} has ended yet` };
	const type = chosenType(context);
	const isWanted = chosenEnds(context).some((end) => end === job.status);
	if (!isWanted || (type !== undefined && type !== job.type)) {
		return nothingToDo('Jobs like this one');
	}
	if (isTest) return { start: job };
	const now = systemTime.now();
	// Looked at again, as the same hook may have come meanwhile; nothing waits between here and the writing.
	if (startedFor.has(jobId) || isLongOver(job, now)) return alreadyStarted(jobId);
	startedFor.add(jobId, now);
	return { start: job };
}

/**
 * The job once the API tells that it has ended; undefined when it does not for some seconds.
 *
 * @throws {AdvocateError} why it can't be asked for, where that lasts
 */
async function endedJob(client: AdvocateClient, jobId: string): Promise<Job | undefined> {
	for (const pause of PAUSES) {
		const outcome = await settled(jobIfEnded(client, jobId));
		if ('thrown' in outcome && !isTransient(outcome.thrown)) throw outcome.thrown;
		if ('value' in outcome && outcome.value !== undefined) return outcome.value;
		await systemTime.sleep(
			Math.max(pause, 'thrown' in outcome ? pauseAskedFor(outcome.thrown) : 0),
		);
	}
	return await jobIfEnded(client, jobId);
}

/** A job may be told of before the API knows it everywhere; one that stays unknown is never started. */
async function jobIfEnded(client: AdvocateClient, jobId: string): Promise<Job | undefined> {
	const outcome = await settled(client.job(jobId));
	if ('value' in outcome) return hasEnded(outcome.value) ? outcome.value : undefined;
	const { thrown } = outcome;
	if (thrown instanceof AdvocateError && thrown.code === 'JOB_NOT_FOUND') return undefined;
	throw thrown;
}

/** Milliseconds; Advocate itself waits for the answer, so no more than is left of a minute. */
function pauseAskedFor(thrown: unknown): number {
	const header = thrown instanceof AdvocateError ? thrown.retryAfter : undefined;
	return Math.min(retryAfterMs(header, systemTime.now()) ?? 0, LONGEST_PAUSE);
}

function isTransient(thrown: unknown): boolean {
	return thrown instanceof AdvocateError && thrown.transient;
}

function nothingToDo(what: string): Verdict {
	return { status: 200, message: `${what} do not start this workflow` };
}

function alreadyStarted(jobId: string): Verdict {
	return { status: 200, message: `The workflow was started for the job ${jobId} before` };
}

/** The bytes as they came, which n8n keeps on the request beside what it has read of them. */
function rawBody(context: IWebhookFunctions): Uint8Array | undefined {
	const { rawBody: bytes } = context.getRequestObject() as { rawBody?: unknown };
	return bytes instanceof Uint8Array && bytes.length > 0 ? bytes : undefined;
}
