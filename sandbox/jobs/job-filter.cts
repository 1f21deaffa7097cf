import type { JobType } from '../job-types.cts';
import { readTimeframe } from '../timeframes.cts';
import type { Job, JobStatus } from './jobs.cts';

/** `JobFilterInput`: every condition given must hold. A null counts as a condition not given. */
export interface JobFilter {
	AND?: JobFilter[] | null;
	OR?: JobFilter[] | null;
	id_eq?: string | null;
	id_in?: string[] | null;
	type_eq?: JobType | null;
	type_ne?: JobType | null;
	dateCreated_gte?: number | null;
	dateCreated_lt?: number | null;
	dateCreated_timeframe?: string | null;
	dateCompleted_gte?: number | null;
	dateCompleted_lt?: number | null;
	dateCompleted_timeframe?: string | null;
	status_eq?: JobStatus | null;
	status_ne?: JobStatus | null;
	status_in?: JobStatus[] | null;
}

/** What timeframes are relative to, both in milliseconds. */
export interface FilterClock {
	now: number;
	offsetMs: number;
}

type Test = (job: Job) => boolean;

/**
 * Makes the test that a filter stands for. A job without the date that a condition names fails it.
 * @throws ApiError 400 for a timeframe that is not supported
 */
export function makeJobTest(filter: JobFilter, clock: FilterClock): Test {
	const tests = [
		...listTests(filter, clock),
		...wordTests(filter),
		...dateTests((job) => job.dateCreated, clock, {
			gte: filter.dateCreated_gte,
			lt: filter.dateCreated_lt,
			timeframe: filter.dateCreated_timeframe,
		}),
		...dateTests((job) => job.dateCompleted, clock, {
			gte: filter.dateCompleted_gte,
			lt: filter.dateCompleted_lt,
			timeframe: filter.dateCompleted_timeframe,
		}),
	];
	return (job) => tests.every((test) => test(job));
}

function listTests({ AND, OR }: JobFilter, clock: FilterClock): Test[] {
	const all = (AND ?? []).map((inner) => makeJobTest(inner, clock));
	const any = (OR ?? []).map((inner) => makeJobTest(inner, clock));
	if (any.length > 0) all.push((job) => any.some((test) => test(job)));
	return all;
}

function wordTests(filter: JobFilter): Test[] {
	return [
		...equal(filter.id_eq, (job) => job.id),
		...equal(filter.type_eq, (job) => job.type),
		...equal(filter.status_eq, (job) => job.status),
		...among(filter.id_in, (job) => job.id),
		...among(filter.status_in, (job) => job.status),
		...equal(filter.type_ne, (job) => job.type).map(not),
		...equal(filter.status_ne, (job) => job.status).map(not),
	];
}

function equal<T>(wanted: T | null | undefined, read: (job: Job) => T): Test[] {
	if (wanted === undefined || wanted === null) return [];
	return [(job) => read(job) === wanted];
}

function among<T>(wanted: readonly T[] | null | undefined, read: (job: Job) => T): Test[] {
	if (wanted === undefined || wanted === null) return [];
	const words = new Set(wanted);
	return [(job) => words.has(read(job))];
}

function not(test: Test): Test {
	return (job) => !test(job);
}

interface DateConditions {
	gte?: number | null;
	lt?: number | null;
	timeframe?: string | null;
}

function dateTests(
	read: (job: Job) => number | null,
	{ now, offsetMs }: FilterClock,
	{ gte, lt, timeframe }: DateConditions,
): Test[] {
	const spans = [{ from: gte ?? -Infinity, to: lt ?? Infinity }];
	if (typeof timeframe === 'string') spans.push(readTimeframe(timeframe, now, offsetMs));
	const narrow = spans.filter(({ from, to }) => from !== -Infinity || to !== Infinity);
	return narrow.map(({ from, to }) => (job) => {
		const date = read(job);
		return date !== null && date >= from && date < to;
	});
}
