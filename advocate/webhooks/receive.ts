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
 * Pauses (ms) before asking again for a job that has not ended yet according to the API. Short, as Advocate
 * is waiting for the answer; after them it is answered 503 and tries again in an hour (guide).
 */
const PAUSES = [1_000, 2_000, 3_000];

/** The longest wait (ms) that the API can ask for. */
const LONGEST_PAUSE = 10_000;

/** For requests while Advocate waits for the answer: with the pauses above, it comes within a minute. */
export const RECEIVE_LIMITS: RequestLimits = {
	attempts: 3,
	timeLimitMs: 10_000,
	timeoutMs: 10_000,
};

/** The answer to a hook. */
export interface HookAnswer {
	/** HTTP status. */
	status: number;
	message: string;
}

/** What happens to a hook: work starts with a job, or the hook is only answered. */
export type Verdict = { start: Job } | HookAnswer;

/** The answer to a hook that could not be checked; the reason is only for the host's log. */
export const SEND_AGAIN: HookAnswer = {
	status: 503,
	message: 'The webhook could not be checked. Send it again later.',
};

/** Remembers, across restarts, for which jobs work has started. */
export interface ReportMemory {
	has(jobId: string): boolean;
	/** @param now milliseconds since the epoch */
	add(jobId: string, now: number): void;
}

/** Which jobs start work. */
export interface WantedJobs {
	/** A job type's value; undefined for all. */
	type: string | undefined;
	ends: readonly JobEnd[];
}

/** Everything the verdict on a hook depends on, besides the hook. */
export interface Reception {
	client: AdvocateClient;
	/** Reads from the host's settings which jobs start work, once it is known who sent the hook. */
	wanted: () => WantedJobs;
	memory: ReportMemory;
	/** Whether a person is trying things out: nothing is remembered then, and a test hook delivers a job. */
	isTrial: boolean;
	clock: Clock;
}

/**
 * Decides what happens to a hook. The hook is trusted only to name a job to look at: work starts with what
 * the API says about that job. Any answer but 200 makes Advocate send the hook again in an hour, up to 72
 * times (guide), so 200 is given only if no second try is needed.
 *
 * @param hook the headers and the exact bytes of the body; undefined if it came without a body
 * @throws {AdvocateError} why it could not be checked: answer it with SEND_AGAIN
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
	if (said === undefined) return { status: 400, message: 'The body is not an Advocate webhook' };
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

/** Who signed a hook (see signerOf), with Advocate's public keys fetched if they are needed. */
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

/**
 * While somebody tries things out, a test hook delivers a job to build with, as a real one may not end soon.
 */
async function verdictOnTest({ client, wanted, isTrial, clock }: Reception): Promise<Verdict> {
	const received = { status: 200, message: 'The test webhook has arrived' };
	if (!isTrial) return received;
	const watched = { tenant: client.tenant.id, ...wanted() };
	const newest = await newestEndedJob(client, watched, clock.now());
	return newest === undefined ? received : { start: newest };
}

async function verdictOnJob(said: Hook, reception: Reception): Promise<Verdict> {
	const { jobId } = said;
	if (jobId === null) return { status: 400, message: 'The webhook does not name a job' };
	const { client, clock, isTrial, memory, wanted } = reception;
	const { hook } = client.tenant.texts;
	const alreadyStarted = { status: 200, message: hook.alreadyStarted(jobId) };
	if (!isTrial && memory.has(jobId)) return alreadyStarted;
	const asking = client.withoutRetry();
	const ask = async () => await jobIfEnded(asking, jobId);
	const job = await askAgain(ask, PAUSES, clock, LONGEST_PAUSE);
	if (job === undefined)
		return { status: 503, message: `The job ${jobId} is unknown or has not ended yet` };
	if (!isWanted(job, said, wanted())) {
		return { status: 200, message: hook.doNotStart('Jobs like this one') };
	}
	if (isTrial) return { start: job };
	const now = clock.now();
	// Again, as the same hook may have arrived in the meantime; nothing is awaited from here to `add`.
	if (memory.has(jobId) || isLongOver(job, now)) return alreadyStarted;
	memory.add(jobId, now);
	return { start: job };
}

/** Exports made in the portal send hooks too: they start nothing unless their type is chosen. */
function isWanted(job: Job, said: Hook, { type, ends }: WantedJobs): boolean {
	if (!ends.some((end) => end === endOf(job))) return false;
	if (type !== undefined) return type === job.type;
	return said.type !== EXPORT_COMPLETED || !isExport(job);
}

/** A hook may arrive before the API knows its job everywhere; a job that stays unknown starts nothing. */
async function jobIfEnded(client: AdvocateClient, jobId: string): Promise<Job | undefined> {
	const job = await client.findJob(jobId);
	return job !== undefined && hasEnded(job) ? job : undefined;
}
