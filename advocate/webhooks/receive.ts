import type { AdvocateClient } from '../api/client';
import { isExport } from '../api/job-types';
import type { RequestLimits } from '../api/limits';
import { endOf, hasEnded, type Job, type JobEnd } from '../api/schema';
import type { Clock } from '../clock';
import { askAgain } from '../jobs/ask-again';
import { newestEndedJob } from '../jobs/watch';
import { hookFrom, type Hook } from './body';
import { fetchKeySet, webhookKeysAt } from './keys';
import { isLongOver } from './reported';
import { signerOf, type SignedHook, type Signer } from './signature';
import { EXPORT_COMPLETED, JOB_COMPLETED } from './subscription';

/**
 * Pauses (ms) before a job is asked for again that the API does not tell as ended yet. Short, as Advocate
 * waits for the answer meanwhile; after them it is answered 503 and tries again in an hour (guide).
 */
const PAUSES = [1_000, 2_000, 3_000];

/** The longest time (ms) that is waited because the API asks for it. */
const LONGEST_PAUSE = 10_000;

/** For requests while Advocate waits for the answer: with the pauses above it comes within a minute. */
export const RECEIVE_LIMITS: RequestLimits = {
	attempts: 3,
	timeLimitMs: 10_000,
	timeoutMs: 10_000,
};

/** What a hook is answered. */
export interface HookAnswer {
	/** HTTP status. */
	status: number;
	message: string;
}

/** What becomes of a hook: work starts with a job, or the hook is answered and that is all. */
export type Verdict = { start: Job } | HookAnswer;

/** What a hook that could not be looked into is answered; the reason is for the host's log alone. */
export const SEND_AGAIN: HookAnswer = {
	status: 503,
	message: 'The webhook could not be looked into. Send it again later.',
};

/** Remembers for which jobs work has started, across restarts. */
export interface ReportMemory {
	has(jobId: string): boolean;
	/** @param now milliseconds since the epoch */
	add(jobId: string, now: number): void;
}

/** Which jobs are of interest. */
export interface WantedJobs {
	/** A job type's value; undefined for all. */
	type: string | undefined;
	ends: readonly JobEnd[];
}

/** Everything the verdict on a hook depends on, besides the hook. */
export interface Reception {
	client: AdvocateClient;
	/** Reads which jobs are of interest from the host's settings, once it is known who sent the hook. */
	wanted: () => WantedJobs;
	memory: ReportMemory;
	/** Whether a person is trying things out: nothing is remembered then, and a test hook brings a job. */
	isTrial: boolean;
	clock: Clock;
}

/**
 * Decides what becomes of a hook. It is only believed to say that there is a job to look at: what work
 * starts with is what the API tells of the job. Any answer but 200 makes Advocate send the hook again in
 * an hour, up to 72 times (guide), so 200 is given only where no second try is needed.
 *
 * @param hook the headers and the body's very bytes; undefined where it came without a body
 * @throws {AdvocateError} why it could not be looked into: it is to be answered with SEND_AGAIN
 */
export async function verdictOn(
	hook: SignedHook | undefined,
	reception: Reception,
): Promise<Verdict> {
	if (hook === undefined) return { status: 400, message: 'The webhook has no body' };
	const { client, clock } = reception;
	const signer = await signerOfHook(hook, client, clock);
	if (signer === undefined) return { status: 401, message: 'The signature is missing or wrong' };
	const said = hookFrom(hook.body);
	if (said === undefined) return { status: 400, message: 'The body is not a webhook of Advocate' };
	// Advocate's key signs for all tenants, the API key for its own alone.
	const { alias, texts } = client.tenant;
	const tenantAlias = said.tenantAlias ?? (signer === 'tenant' ? alias : undefined);
	if (tenantAlias !== alias) {
		return { status: 401, message: 'The webhook is for another tenant' };
	}
	if (said.type === 'test') return await verdictOnTest(reception);
	if (said.type !== JOB_COMPLETED && said.type !== EXPORT_COMPLETED) {
		return { status: 200, message: texts.hook.doNotStart(`Webhooks of the type ${said.type}`) };
	}
	return await verdictOnJob(said, reception);
}

/** Who signed a hook (see signerOf), with Advocate's public keys fetched where they have to be. */
async function signerOfHook(
	hook: SignedHook,
	{ signIn, retry, tenant, transport }: AdvocateClient,
	clock: Clock,
): Promise<Signer | undefined> {
	const keys = webhookKeysAt(tenant.baseUrl);
	const fetch = async () => await retry.run(async () => await fetchKeySet(transport, tenant));
	const findKey = async (kid: string) => await keys.find(kid, fetch, clock.now());
	return await signerOf(hook, { apiKey: signIn.apiKey, findKey });
}

/** While somebody tries things out, a test hook brings a job to build with, as no real one may end soon. */
async function verdictOnTest({ client, wanted, isTrial, clock }: Reception): Promise<Verdict> {
	const received = { status: 200, message: 'The test has arrived' };
	if (!isTrial) return received;
	const watched = { tenant: client.tenant.id, ...wanted() };
	const newest = await newestEndedJob(client, watched, clock.now());
	return newest === undefined ? received : { start: newest };
}

async function verdictOnJob(said: Hook, reception: Reception): Promise<Verdict> {
	const { jobId } = said;
	if (jobId === null) return { status: 400, message: 'The webhook names no job' };
	const { client, clock, isTrial, memory, wanted } = reception;
	const { hook } = client.tenant.texts;
	const alreadyStarted = { status: 200, message: hook.alreadyStarted(jobId) };
	if (!isTrial && memory.has(jobId)) return alreadyStarted;
	const asking = client.withoutRetry();
	const ask = async () => await jobIfEnded(asking, jobId);
	const job = await askAgain(ask, PAUSES, clock, LONGEST_PAUSE);
	if (job === undefined) return { status: 503, message: `No job ${jobId} has ended yet` };
	if (!isWanted(job, said, wanted())) {
		return { status: 200, message: hook.doNotStart('Jobs like this one') };
	}
	if (isTrial) return { start: job };
	const now = clock.now();
	// Looked at again, as the same hook may have come meanwhile; nothing waits between here and the writing.
	if (memory.has(jobId) || isLongOver(job, now)) return alreadyStarted;
	memory.add(jobId, now);
	return { start: job };
}

/** Exports that the portal makes are told too: unless they are asked for, an import is what is waited for. */
function isWanted(job: Job, said: Hook, { type, ends }: WantedJobs): boolean {
	if (!ends.some((end) => end === endOf(job))) return false;
	if (type !== undefined) return type === job.type;
	return said.type !== EXPORT_COMPLETED || !isExport(job);
}

/** A job may be told of before the API knows it everywhere; one that stays unknown is never started. */
async function jobIfEnded(client: AdvocateClient, jobId: string): Promise<Job | undefined> {
	const job = await client.findJob(jobId);
	return job !== undefined && hasEnded(job) ? job : undefined;
}
