import type { AdvocateClient } from '../api/client';
import { AdvocateError, type AdvocateErrorCode } from '../errors';
import { isOwnUpload } from '../api/own-uploads';
import type { Job, JobInput } from '../api/schema';
import { jobsOfFile } from './list';
import { ROWS_OF_TYPE } from '../api/job-types';
import { createUntilSure, UNCLEAR } from './create-until-sure';
import {
	oldestOf,
	stayingOf,
	withoutDouble,
	type CreatedJob,
	type Creation,
	type FoundJobs,
} from './doubles';
import { oneAtATime } from './one-at-a-time';
import { DAY, MINUTE } from '../durations';
import { settled } from '../settled';
import type { Clock } from '../clock';

/** How old (ms) an earlier job of the same file may be to count as a duplicate. */
const PREVENTED_FOR = 30 * DAY;

/**
 * How far back (ms) such a look reaches. Our clock and the API's may be hours apart (local time taken for
 * UTC); as each upload has its own fileRef, earlier jobs in the list do no harm.
 */
const CLOCKS_APART = DAY;

/** Where the file may have earlier jobs on purpose, a job older than this (ms) is not ours. */
const CLOCKS_AGREE_TO = MINUTE;

/** How many of its own jobs this process remembers, as the API's list may not have them yet. */
const MOST_REMEMBERED = 1_000;

/** IDs of jobs by tenant, type and file, oldest first. */
const known = new Map<string, string>();

/** Failures that are not about the check: without it, creating would fail in the same way. */
const CONCERNS_ALL: AdvocateErrorCode[] = [
	'CANCELLED',
	'KEY_REFUSED',
	'TENANT_NOT_FOUND',
	'UNREACHABLE',
];

export interface CreateOptions {
	/**
	 * Whether a job from the last 30 days for the same file and type is returned instead of creating another.
	 */
	preventDuplicates: boolean;
	/** The execution or message that goes on (see rememberUpload). */
	run?: string;
}

/**
 * Starts an import exactly once, though `createJob` makes a new job at each call (doc). Each upload has a
 * fileRef of its own, and jobs carry it: when an answer is lost, the tenant's jobs are searched for that
 * fileRef, and the job is created again only if none has it.
 *
 * Two processes (n8n workers) that create a job for the same file at the same moment both find none before. So
 * it is looked for doubles afterwards, which costs one request more: unless this very run uploaded the file, as
 * then nobody else knows of it. Within one process, such calls take turns.
 *
 * @param client looks for jobs with its own retries; creating gets as many tries
 * @throws {AdvocateError} why the last try failed; if the job may exist nevertheless, the hint says what to
 * look for. If the check beforehand fails, nothing is created.
 */
export async function createJobOnce(
	client: AdvocateClient,
	jobInput: JobInput,
	{ preventDuplicates, run }: CreateOptions,
	clock: Clock,
): Promise<CreatedJob> {
	const key = [client.tenant.url('graphql'), jobInput.type, jobInput.fileRef].join(' ');
	return await oneAtATime(key, async () => {
		const look = preventDuplicates
			? await settled(existingJob(client, jobInput, known.get(key), clock))
			: { value: undefined };
		if ('thrown' in look) throw notChecked(look.thrown, client);
		const existing = look.value;
		if (existing !== undefined) return ofFile({ job: existing, alreadyExisted: true }, jobInput);
		const startedAt = clock.now();
		// After the check, any job of the file is ours; without it, there may be earlier ones on purpose.
		const oldestOwn = preventDuplicates ? -Infinity : startedAt - CLOCKS_AGREE_TO;
		const creation = { client, jobInput, clock, startedAt, oldestOwn };
		const outcome = await created(creation);
		if ('job' in outcome) remember(key, outcome.job.id);
		const isShared = preventDuplicates && !isOwnUpload(client.tenant, jobInput.fileRef, run);
		const single = await checked(creation, outcome, { preventDuplicates, isShared });
		remember(key, single.job.id);
		return ofFile(single, jobInput);
	});
}

/** The official page's answer has no fileRef: the one sent is filled in. */
function ofFile(created: CreatedJob, { fileRef }: JobInput): CreatedJob {
	const { job } = created;
	return { ...created, job: { ...job, fileRef: job.fileRef ?? fileRef } };
}

/** A job being created, of which there may be earlier ones on purpose. */
interface OwnCreation extends Creation {
	/** A job of the file created at this time (ms since the epoch) or later is this one. */
	oldestOwn: number;
}

/** The job that the API answered with; or, where the answer was lost, those of the file that were found. */
type Outcome = { job: Job } | { found: FoundJobs };

/** The job that is given on, and what there is to tell of others. */
async function checked(
	creation: Creation,
	outcome: Outcome,
	{ preventDuplicates, isShared }: { preventDuplicates: boolean; isShared: boolean },
): Promise<CreatedJob> {
	if ('job' in outcome) {
		if (isShared) return await withoutDouble(creation, outcome.job);
		return { job: outcome.job, alreadyExisted: false };
	}
	if (preventDuplicates) return await oldestOf(creation, outcome.found);
	return { job: outcome.found[0], alreadyExisted: false };
}

/** Creates the job; where the answer was lost, the jobs of the file tell whether it exists. */
async function created(creation: OwnCreation): Promise<Outcome> {
	const { client, jobInput, clock } = creation;
	return await createUntilSure({
		client,
		clock,
		create: async () => await client.createJob(jobInput),
		look: async () => await ownJobs(creation),
		inDoubt: (thrown) => inDoubtAbout(thrown, creation),
	});
}

/** The jobs of the file that this creation may have made, the newest first. */
async function ownJobs({
	client,
	jobInput,
	oldestOwn,
	startedAt,
}: OwnCreation): Promise<FoundJobs | typeof UNCLEAR | undefined> {
	const jobs = await jobsOfFile(client, jobInput, startedAt - CLOCKS_APART);
	const isOwn = ({ dateCreated }: Job) => (dateCreated ?? Infinity) >= oldestOwn;
	const [newest, ...older] = jobs.filter(isOwn).reverse();
	if (newest !== undefined) return [newest, ...older];
	// Either ours, by a clock that is behind, or an earlier one: there is no telling which.
	return jobs.length === 0 ? undefined : UNCLEAR;
}

/** The job that is importing, or has imported, this file already. */
async function existingJob(
	client: AdvocateClient,
	jobInput: JobInput,
	rememberedId: string | undefined,
	clock: Clock,
): Promise<Job | undefined> {
	const doing = 'check whether the file already has a job';
	const remembered = rememberedId && (await client.findJob(rememberedId));
	if (remembered) return remembered;
	const since = clock.now() - PREVENTED_FOR;
	return stayingOf(await jobsOfFile(client, jobInput, since, doing));
}

function notChecked(thrown: unknown, { tenant }: AdvocateClient): unknown {
	if (!(thrown instanceof AdvocateError) || CONCERNS_ALL.includes(thrown.code)) return thrown;
	return thrown.rephrased({
		hint: `No job was created, because it could not be checked whether the file already has one. ${thrown.hint} ${tenant.texts.job.createUnchecked}`,
	});
}

/** Adds to a failed creation that the job may exist nevertheless, so that nobody simply tries again. */
function inDoubtAbout(thrown: unknown, { jobInput, startedAt }: Creation): unknown {
	if (!(thrown instanceof AdvocateError)) return thrown;
	const fileName = jobInput.fileRef.split('/').at(-1);
	const time = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
	return thrown.leavingDoubt().rephrased({
		hint: `The job may have been created anyway. Before you run this again, look for it in the Advocate portal: an import of ${ROWS_OF_TYPE[jobInput.type]}, file ${fileName}, created about ${time} UTC.`,
	});
}

function remember(key: string, id: string): void {
	known.delete(key);
	known.set(key, id);
	const [oldest] = known.keys();
	if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
}
