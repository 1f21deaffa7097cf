import type { AdvocateClient } from '../api/client';
import { ROWS_OF_EXPORT } from '../api/job-types';
import { PAGE_SIZE } from '../api/pages';
import type { ExportInput, Job } from '../api/schema';
import type { Clock } from '../clock';
import { DAY } from '../durations';
import { AdvocateError } from '../errors';
import { createUntilSure, UNCLEAR } from '../jobs/create-until-sure';
import { byAge, readJobList } from '../jobs/list';
import { oneAtATime } from '../jobs/one-at-a-time';
import { settled } from '../settled';
import { carries, markedName } from './mark';

/** How far back (ms) a look reaches: our clock and the API's may be hours apart. */
const CLOCKS_APART = DAY;

/** The requester of a job that was created without one (doc). */
const UNNAMED = 'API';

/** How many exports that are under way this process remembers. */
const MOST_REMEMBERED = 1_000;

/** By tenant and mark: the job's ID, or null if it is not known whether there is a job. The oldest first. */
const underWay = new Map<string, string | null>();

/** An export to be created. */
export interface ExportCreation {
	client: AdvocateClient;
	/** Its name is what people see; the mark is added to it. */
	input: ExportInput;
	mark: string;
	clock: Clock;
}

/**
 * Starts an export exactly once, though `createJob` makes a new job at each call (doc).
 *
 * Imports are told apart by their fileRef; an export has none, so its name carries a mark of this run (see markOf).
 * When an answer is lost, the type's recent jobs are searched for the mark, and the job is created again only if
 * none has it. A job without any name, of our requester or none, might be ours on an API that drops names [unknown]:
 * then it can't be told, and nothing is created again.
 *
 * Within this process, another attempt with the same mark (a host that runs a failed step once more) goes on with
 * the job of the first one, until forgetExport is called.
 *
 * @throws {AdvocateError} why the last try failed; if the job may exist nevertheless, the hint says what to look for
 */
export async function createExportOnce(creation: ExportCreation): Promise<Job> {
	const { client, mark } = creation;
	const key = keyOf(client, mark);
	return await oneAtATime(key, async () => {
		const startedAt = creation.clock.now();
		const earlier = await earlierAttempt(creation, startedAt);
		if (earlier !== undefined) return earlier;
		remember(key, null);
		const outcome = await settled(
			createUntilSure({
				client,
				clock: creation.clock,
				create: async () => await client.createJob(markedInput(creation)),
				look: async () => await ownJob(creation, startedAt),
				inDoubt: (thrown) => inDoubtAbout(thrown, creation, startedAt),
			}),
		);
		if ('thrown' in outcome) {
			if (!leavesDoubt(outcome.thrown)) underWay.delete(key);
			throw outcome.thrown;
		}
		const job = 'job' in outcome.value ? outcome.value.job : outcome.value.found;
		remember(key, job.id);
		return job;
	});
}

/** Forgets an export that has been handed on: a later attempt with the same mark is a new one. */
export function forgetExport(client: AdvocateClient, mark: string): void {
	underWay.delete(keyOf(client, mark));
}

/** The job that an earlier attempt at the same export has created, or may have. */
async function earlierAttempt(
	creation: ExportCreation,
	startedAt: number,
): Promise<Job | undefined> {
	const { client, mark } = creation;
	const id = underWay.get(keyOf(client, mark));
	if (id === undefined) return undefined;
	if (id !== null) return await client.findJob(id);
	const look = await settled(ownJob(creation, startedAt));
	if ('thrown' in look) throw inDoubtAbout(look.thrown, creation, startedAt);
	if (look.value !== UNCLEAR) return look.value;
	const message = 'It is not known whether the attempt before has created the export';
	const unknown = new AdvocateError('UNEXPECTED_ANSWER', message, { hint: '' });
	throw inDoubtAbout(unknown, creation, startedAt);
}

/** The oldest job that carries the mark; UNCLEAR if none does, but one without a name might be ours. */
async function ownJob(
	{ client, input, mark }: ExportCreation,
	startedAt: number,
): Promise<Job | typeof UNCLEAR | undefined> {
	const filter = { type_eq: input.type, dateCreated_gte: startedAt - CLOCKS_APART };
	const doing = 'check whether the export was created';
	const { jobs } = await readJobList(client, filter, PAGE_SIZE, doing);
	const [own] = jobs.filter((job) => carries(job, mark)).sort(byAge);
	if (own !== undefined) return own;
	const isNameless = ({ name, requester }: Job) =>
		(name ?? '') === '' && [null, input.requester ?? UNNAMED].includes(requester);
	return jobs.some(isNameless) ? UNCLEAR : undefined;
}

function markedInput({ input, mark }: ExportCreation): ExportInput {
	return { ...input, name: markedName(input.name, mark) };
}

function leavesDoubt(thrown: unknown): boolean {
	return thrown instanceof AdvocateError && thrown.inDoubt;
}

/** Adds to a failed creation that the job may exist nevertheless. */
function inDoubtAbout(thrown: unknown, creation: ExportCreation, startedAt: number): unknown {
	if (!(thrown instanceof AdvocateError)) return thrown;
	const { name, type } = markedInput(creation);
	const time = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ');
	return thrown.leavingDoubt().rephrased({
		hint: `The export may have been created anyway, which does no harm. To use it, look for it in the Advocate portal: an export of ${ROWS_OF_EXPORT[type]} named "${name}", created about ${time} UTC.`,
	});
}

function keyOf({ tenant }: AdvocateClient, mark: string): string {
	return `${tenant.url('graphql')} ${mark}`;
}

function remember(key: string, id: string | null): void {
	underWay.delete(key);
	underWay.set(key, id);
	const [oldest] = underWay.keys();
	if (underWay.size > MOST_REMEMBERED && oldest !== undefined) underWay.delete(oldest);
}
