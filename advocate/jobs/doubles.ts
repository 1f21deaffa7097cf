import type { AdvocateClient } from '../api/client';
import { endOf, type Job, type JobInput } from '../api/schema';
import type { Clock } from '../clock';
import { DAY, HOUR } from '../durations';
import { AdvocateError } from '../errors';
import { isRecord } from '../json';
import { settled } from '../settled';
import { shownProblem } from '../shown';
import { askAgain } from './ask-again';
import { byAge, jobsOfFile } from './list';

/*
 * Two processes (n8n workers) that create a job for the same file at the same moment both find none before they
 * create theirs. So each looks once more afterwards. Which job is the double is decided in the same way by
 * everybody, from what the API says alone: the oldest stays. Only the process whose createJob was answered with a
 * job deletes it, only while it is PENDING, and only for one of the same file, type and params. So nobody deletes
 * a job of somebody else, and the oldest is deleted by nobody.
 */

/** A job that was to be created, and what a person should know about it. */
export interface CreatedJob {
	job: Job;
	/** Whether somebody else created it, earlier or at the same moment. */
	alreadyExisted: boolean;
	/** IDs of other jobs that import the same file. */
	duplicateIds?: string[];
	note?: string;
}

/** A job that has just been created. */
export interface Creation {
	client: AdvocateClient;
	jobInput: JobInput;
	clock: Clock;
	/** When the first try began (ms since the epoch). */
	startedAt: number;
}

/** Jobs of one file, the newest first. */
export type FoundJobs = readonly [Job, ...Job[]];

/** Pauses (ms) between looks as long as the list does not show the job that has just been created. */
const LISTING_PAUSES = [1_000, 3_000, 6_000, 10_000];

/** Pauses (ms) before looks whether the younger jobs are gone: whoever created them has to look and delete. */
const LEAVING_PAUSES = [1_000, 2_000, 4_000, 8_000] as const;

const DOING = 'check whether another process created a job for this file at the same moment';

/**
 * Looks for jobs that others created for the same file since nobody had one, and deletes ours if it is the
 * younger one. One request where there is no double and the list is up to date.
 *
 * @param own the job that `createJob` answered with
 * @returns the job that stays; if there is more than one or that can't be found out, a note says so
 * @throws {AdvocateError} JOB_NOT_FOUND if ours was deleted as a double, and then the other one vanished too
 */
export async function withoutDouble(creation: Creation, own: Job): Promise<CreatedJob> {
	const created = { job: own, alreadyExisted: false };
	const look = await settled(jobsOnceListed(creation, own));
	if ('thrown' in look) return { ...created, note: uncheckedNote(shownProblem(look.thrown)) };
	if (look.value === undefined) return { ...created, note: uncheckedNote(NOT_LISTED) };
	const jobs = look.value;
	const others = jobs.filter((job) => imports(job) && job.id !== own.id);
	if (others.length === 0) return created;
	const ours = jobs.find(({ id }) => id === own.id) ?? own;
	const [oldest = ours] = [ours, ...others.filter(isLike(ours))].sort(byAge);
	if (oldest.id !== own.id) return await inFavourOf(oldest, creation, own, others);
	return await asOldest(creation, own, others);
}

/**
 * Of several jobs for a file, of which nobody knows which one is ours: the oldest, and a note about the others
 * unless they are deleted by who created them.
 */
export async function oldestOf(creation: Creation, jobs: FoundJobs): Promise<CreatedJob> {
	const [oldest = jobs[0], ...others] = jobs.filter(imports).sort(byAge);
	if (others.length === 0) return { job: oldest, alreadyExisted: false };
	return await asOldest(creation, oldest, others);
}

/**
 * The job that a later run is given where a file has several: the newest or, while that is PENDING and may yet
 * be deleted as a double, the oldest that is like it.
 *
 * @param jobs of one file and type, oldest first
 */
export function stayingOf(jobs: readonly Job[]): Job | undefined {
	const newest = jobs.at(-1);
	if (newest === undefined || newest.status !== 'PENDING') return newest;
	return jobs.find((job) => job.status === 'PENDING' && isLike(newest)(job));
}

/**
 * The jobs of the file once the list is recent enough: if it shows our job, it shows those before it.
 *
 * @returns undefined if it shows neither ours nor another after twenty seconds
 */
async function jobsOnceListed(creation: Creation, own: Job): Promise<Job[] | undefined> {
	return await askAgain(
		async () => {
			const jobs = await listed(creation, own);
			return jobs.some((job) => job.id === own.id || imports(job)) ? jobs : undefined;
		},
		LISTING_PAUSES,
		creation.clock,
	);
}

/** Looks back as far as a job created since our first look may lie, by the API's clock if it says the time. */
async function listed({ client, jobInput, clock, startedAt }: Creation, own: Job): Promise<Job[]> {
	const since =
		own.dateCreated === null ? startedAt - DAY : own.dateCreated - (clock.now() - startedAt) - HOUR;
	return await jobsOfFile(client, jobInput, since, DOING);
}

/** Deletes our job, and gives the oldest in its place; if it can't be deleted, a note tells of both. */
async function inFavourOf(
	oldest: Job,
	creation: Creation,
	own: Job,
	others: Job[],
): Promise<CreatedJob> {
	const { client } = creation;
	const failure = await failureToDelete(client, own.id, oldest);
	if (failure !== undefined) return among(own, others, failure);
	const job = await stillThere(creation, oldest);
	return { job, alreadyExisted: true, note: deletedNote(job.id, own.id) };
}

/**
 * Deletes a job that this process created if it is still PENDING, and a double of the oldest by what the API
 * says of it now: the list may lag behind.
 *
 * @returns why it is still there, as a sentence; undefined if it is gone
 */
async function failureToDelete(
	client: AdvocateClient,
	id: string,
	oldest: Job,
): Promise<string | undefined> {
	const found = await settled(client.findJob(id));
	if ('thrown' in found) return `${shownProblem(found.thrown)}.`;
	if (found.value === undefined) return undefined;
	const { status } = found.value;
	if (status !== 'PENDING') return `It was ${status} already.`;
	const isDouble = byAge(oldest, found.value) < 0 && isLike(oldest)(found.value);
	if (!isDouble) return 'It is not the younger one after all.';
	const deletion = await settled(client.deleteJob(id));
	if ('value' in deletion && deletion.value > 0) return undefined;
	// An earlier try may have deleted it although its answer was lost.
	const left = await settled(client.findJob(id));
	if ('value' in left && left.value === undefined) return undefined;
	if ('thrown' in deletion) return `${shownProblem(deletion.thrown)}.`;
	return 'Advocate did not delete it.';
}

/** The job that stays, as it is now. */
async function stillThere(creation: Creation, oldest: Job): Promise<Job> {
	const found = await settled(creation.client.findJob(oldest.id));
	// It was listed a moment ago.
	if ('thrown' in found) return oldest;
	if (found.value !== undefined) return found.value;
	const look = await settled(listed(creation, oldest));
	const next = 'value' in look ? look.value.find(imports) : undefined;
	if (next !== undefined) return next;
	throw new AdvocateError(
		'JOB_NOT_FOUND',
		`The job was deleted because the job "${oldest.id}" imports the same file, and that one no longer exists either`,
		{ hint: 'Nothing imports this file now. Run this node again.' },
	);
}

/** Waits until the younger jobs that are doubles of ours are gone; a note tells of those that stay. */
async function asOldest(creation: Creation, own: Job, others: Job[]): Promise<CreatedJob> {
	const [first, ...further] = LEAVING_PAUSES;
	let left = others;
	const isLeaving = (job: Job) => job.status === 'PENDING' && isLike(own)(job);
	const look = async () => {
		const jobs = await listed(creation, own);
		left = jobs.filter((job) => imports(job) && job.id !== own.id);
		return left.some(isLeaving) ? undefined : left;
	};
	// What was seen last is told of, whether the last look succeeds or not.
	if (others.some(isLeaving)) {
		await settled(
			creation.clock.sleep(first).then(async () => await askAgain(look, further, creation.clock)),
		);
	}
	return left.length > 0 ? among(own, left) : { job: own, alreadyExisted: false };
}

/** Our job, told to be one among several. */
function among(own: Job, others: readonly Job[], failure?: string): CreatedJob {
	const duplicateIds = others.map(({ id }) => id);
	return {
		job: own,
		alreadyExisted: false,
		duplicateIds,
		note: severalNote(duplicateIds, failure),
	};
}

/** Whether a job imports its file, or has; one that was aborted is no substitute for another. */
function imports(job: Job): boolean {
	return endOf(job) !== 'ABORTED';
}

/** Whether a job of the same file and type does the same with it. */
function isLike({ params }: Job): (other: Job) => boolean {
	const wanted = canonical(params);
	return (other) => canonical(other.params) === wanted;
}

/** JSON in which the order of names makes no difference. */
function canonical(value: unknown): string {
	return JSON.stringify(value ?? null, (_name, part: unknown) =>
		isRecord(part) ? Object.fromEntries(Object.entries(part).sort()) : part,
	);
}

const NOT_LISTED =
	'Advocate does not list the new job yet, so it is not known whether another process created one for this file at the same moment';

function uncheckedNote(reason: string): string {
	const note = `The job was created. ${reason}. If several workers or programs import this file, look in the Advocate portal whether it has a second job.`;
	return note;
}

function deletedNote(staying: string, deleted: string): string {
	const note = `Another process created the job "${staying}" for this file at the same moment. The job created here, "${deleted}", was still pending and has been deleted.`;
	return note;
}

function severalNote(ids: readonly string[], failure: string | undefined): string {
	const names = ids.map((id) => `"${id}"`).join(', ');
	const note = `This file is imported by another job as well: ${names}. Another process created it at the same moment, so rows may be imported twice.`;
	const reason =
		failure === undefined ? '' : ` The job created here could not be deleted: ${failure}`;
	return `${note}${reason} Look at these jobs in the Advocate portal.`;
}
