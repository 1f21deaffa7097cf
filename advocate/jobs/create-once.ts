import type { AdvocateClient } from '../api/client';
import { AdvocateError, type AdvocateErrorCode } from '../errors';
import type { Job, JobFilter, JobInput } from '../api/schema';
import { readJobList } from './list';
import { ROWS_OF_TYPE } from '../api/job-types';
import { PAGE_SIZE } from '../api/pages';
import { askAgain } from './ask-again';
import { oneAtATime } from './one-at-a-time';
import { DAY, MINUTE } from '../durations';
import { settled } from '../settled';
import type { Clock } from '../clock';

/** How old (ms) a job may be to count as the import of a file that is to be imported now. */
const PREVENTED_FOR = 30 * DAY;

/**
 * How long (ms) before each look for a job whose creation was not answered: its list may lag behind,
 * and a request that timed out may still be at work. Twenty seconds in all.
 */
const LOOK_PAUSES = [1_000, 3_000, 6_000, 10_000] as const;

/**
 * How far back (ms) such a look reaches. Our clock and the API's may be hours apart (a time zone taken
 * for UTC); as each upload has its own fileRef, a job from earlier in the list does no harm.
 */
const CLOCKS_APART = DAY;

/** Where earlier jobs of the file may be there on purpose, ours is none that is older than this (ms). */
const CLOCKS_AGREE_TO = MINUTE;

/** Jobs made by this process that it remembers, as a list may not have them yet. */
const MOST_REMEMBERED = 1_000;

/** IDs of jobs by tenant, type and file, the oldest first. */
const created = new Map<string, string>();

/** Failures after which the API may have done what it was asked. */
const LEAVES_DOUBT: AdvocateErrorCode[] = [
	'CANCELLED',
	'CONNECTION_LOST',
	'SERVER_ERROR',
	'TIMED_OUT',
	'UNEXPECTED_ANSWER',
];

/** Failures of a GraphQL request in which nothing was begun, as nobody was let in. */
const NOT_LET_IN: AdvocateErrorCode[] = ['KEY_REFUSED', 'TENANT_NOT_FOUND'];

/** Failures that are not about the check: without it, creating would fail in the same way. */
const CONCERNS_ALL: AdvocateErrorCode[] = [
	'CANCELLED',
	'KEY_REFUSED',
	'TENANT_NOT_FOUND',
	'UNREACHABLE',
];

/** A job, and whether it was there before it was asked for. */
export interface CreatedJob {
	job: Job;
	alreadyExisted: boolean;
}

export interface CreateOptions {
	/** Whether a job of the last 30 days for the same file and type is given in place of a second one. */
	preventDuplicates: boolean;
}

/**
 * Starts an import exactly once, though `createJob` makes a job at each call (doc). Each upload has a
 * fileRef of its own, and jobs carry it: when an answer is lost, the tenant's jobs are looked through
 * for it, and only when it is not there is the job created again.
 *
 * What remains: two processes (n8n's workers) that create a job for the same file in the same instant, each before
 * the other's job is listed. Within one process such calls take turns.
 *
 * @param client is asked with its own retries; creating has as many tries
 * @throws {AdvocateError} what creating ended in; where the job may exist all the same, the hint says
 * what to look for. Where it could not be looked for beforehand, nothing is created.
 */
export async function createJobOnce(
	client: AdvocateClient,
	jobInput: JobInput,
	{ preventDuplicates }: CreateOptions,
	clock: Clock,
): Promise<CreatedJob> {
	// The official page's answer holds no fileRef: the job is the one for this file.
	const ofFile = (job: Job): Job => ({ ...job, fileRef: job.fileRef ?? jobInput.fileRef });
	const key = [client.tenant.url('graphql'), jobInput.type, jobInput.fileRef].join(' ');
	return await oneAtATime(key, async () => {
		const look = preventDuplicates
			? await settled(existingJob(client, jobInput, created.get(key), clock))
			: { value: undefined };
		if ('thrown' in look) throw notChecked(look.thrown, client);
		const existing = look.value;
		if (existing !== undefined) return { job: ofFile(existing), alreadyExisted: true };
		const startedAt = clock.now();
		// Checked beforehand, any job of the file is ours; else there may be earlier ones on purpose.
		const oldestOwn = preventDuplicates ? -Infinity : startedAt - CLOCKS_AGREE_TO;
		const creation = { client, jobInput, clock, startedAt, oldestOwn };
		const job = await createUntilSure(creation);
		remember(key, job.id);
		return { job: ofFile(job), alreadyExisted: false };
	});
}

/** One job on its way into being. */
interface Creation {
	client: AdvocateClient;
	jobInput: JobInput;
	clock: Clock;
	/** Before the first try (ms since the epoch). */
	startedAt: number;
	/** Creation date (ms since the epoch) from which on a job of the file is this one. */
	oldestOwn: number;
}

async function createUntilSure(creation: Creation): Promise<Job> {
	const { client, jobInput } = creation;
	const tries = client.retry.begin();
	let inDoubt = false;
	for (;;) {
		const outcome = await settled(client.createJob(jobInput));
		if ('value' in outcome) return outcome.value;
		if (mayHaveCreated(outcome.thrown)) {
			const look = await settled(lookForLost(creation, outcome.thrown));
			if ('thrown' in look) throw inDoubtAbout(look.thrown, creation);
			if (look.value !== undefined) return look.value;
			inDoubt ||= leavesDoubt(outcome.thrown);
		}
		const pause = await settled(tries.pauseAfter(outcome.thrown));
		if ('value' in pause) continue;
		throw inDoubt ? inDoubtAbout(pause.thrown, creation) : pause.thrown;
	}
}

/** GraphQL errors in place of the job do not tell whether it was created before they came up. */
function mayHaveCreated(thrown: unknown): boolean {
	if (!(thrown instanceof AdvocateError)) return false;
	return leavesDoubt(thrown) || (thrown.isWithinGraphql && !NOT_LET_IN.includes(thrown.code));
}

function leavesDoubt(thrown: unknown): boolean {
	return thrown instanceof AdvocateError && LEAVES_DOUBT.includes(thrown.code);
}

/**
 * Looks several times for the job that a lost answer may have been about.
 *
 * @throws what was lost, when it can't be found out: then it must not be created again
 */
async function lookForLost(creation: Creation, lost: unknown): Promise<Job | undefined> {
	const { clock, oldestOwn, startedAt } = creation;
	if (lost instanceof AdvocateError && lost.code === 'CANCELLED') throw lost;
	const [first, ...further] = LOOK_PAUSES;
	await clock.sleep(first);
	return await askAgain(
		async () => {
			const look = await settled(jobsOfFile(creation, startedAt - CLOCKS_APART));
			if ('thrown' in look) throw lost;
			const own = look.value.find(({ dateCreated }) => (dateCreated ?? Infinity) >= oldestOwn);
			// Ours by a clock that is behind, or an earlier one: not to be told apart.
			if (own === undefined && look.value.length > 0) throw lost;
			return own;
		},
		further,
		clock,
	);
}

/** The job that imports, or has imported, the file already. */
async function existingJob(
	client: AdvocateClient,
	jobInput: JobInput,
	rememberedId: string | undefined,
	clock: Clock,
): Promise<Job | undefined> {
	const doing = 'check whether the file has a job already';
	const remembered = rememberedId && (await client.findJob(rememberedId));
	if (remembered) return remembered;
	const since = clock.now() - PREVENTED_FOR;
	const [newest] = await jobsOfFile({ client, jobInput }, since, doing);
	return newest;
}

/** The jobs of a file and type created since then (ms since the epoch), the newest first. */
async function jobsOfFile(
	{ client, jobInput }: Pick<Creation, 'client' | 'jobInput'>,
	since: number,
	doing?: string,
): Promise<Job[]> {
	// There is no filter on fileRef (schema).
	const filter: JobFilter = { type_eq: jobInput.type, dateCreated_gte: since };
	const { jobs } = await readJobList(client, filter, PAGE_SIZE, doing);
	return jobs
		.filter(({ fileRef }) => fileRef === jobInput.fileRef)
		.sort((a, b) => (b.dateCreated ?? 0) - (a.dateCreated ?? 0));
}

function notChecked(thrown: unknown, { tenant }: AdvocateClient): unknown {
	if (!(thrown instanceof AdvocateError) || CONCERNS_ALL.includes(thrown.code)) return thrown;
	return thrown.rephrased({
		hint: `No job was created, as it could not be checked whether the file has one already. ${thrown.hint} ${tenant.texts.job.createUnchecked}`,
	});
}

/** Says of a creation that failed what may be there all the same, so that nobody simply tries again. */
function inDoubtAbout(thrown: unknown, { jobInput, startedAt }: Creation): unknown {
	if (!(thrown instanceof AdvocateError)) return thrown;
	const fileName = jobInput.fileRef.split('/').at(-1);
	const time = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
	return thrown.rephrased({
		hint: `The job may have been created all the same. Look for it in the Advocate portal before you run this again: an import of ${ROWS_OF_TYPE[jobInput.type]}, file ${fileName}, created about ${time} UTC.`,
	});
}

function remember(key: string, id: string): void {
	created.delete(key);
	created.set(key, id);
	const [oldest] = created.keys();
	if (created.size > MOST_REMEMBERED && oldest !== undefined) created.delete(oldest);
}
