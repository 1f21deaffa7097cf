import { AdvocateClient } from '../../../advocate/api/client.ts';
import type { Job, JobFilter } from '../../../advocate/api/schema.ts';
import { Tenant } from '../../../advocate/api/tenant.ts';
import type { Answer } from '../../../advocate/api/transport.ts';
import { FakeTransport, json } from './tenant-under-test.cts';
import { hostTexts } from './host-texts.cts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** In which order `jobs` lists; the API does not say. */
export type Order = 'oldest first' | 'newest first' | 'by ID' | 'last changed first';

interface Variables {
	filter?: JobFilter;
	limit: number;
	offset: number;
}

/** A job as kept, with the time of its last change. */
type StoredJob = Job & { changed: number };

/** The jobs of one tenant in memory, behind the GraphQL query `jobs`, with a clock of its own. */
export class JobsOfTenant {
	/** The API's clock (ms). */
	now = Date.UTC(2026, 4, 1);
	order: Order = 'newest first';
	/** The most jobs a page may have. */
	mostOnPage = 1_000;
	/** Whether aborted jobs get a `dateCompleted`, which is not known of the API. */
	abortedHaveDates = false;
	requests = 0;
	/** Called after each page but before the next, to change the list while it is paged through. */
	afterPage: () => void = () => {};

	private readonly jobs = new Map<string, StoredJob>();
	private counter = 0;

	readonly client = new AdvocateClient(
		new Tenant({ tenantAlias: 'test_abc', baseUrl: 'https://advocate.example' }, hostTexts),
		new FakeTransport((request) => this.answer(request.body?.variables as unknown as Variables)),
		{ userName: '', apiKey: 'key' },
	);

	create(given: Partial<Job> = {}): Job {
		this.counter++;
		const job: StoredJob = {
			id: `job${String((this.counter * 7919) % 100_003).padStart(6, '0')}`,
			type: 'MUTATION/USER',
			status: 'PENDING',
			name: null,
			requester: null,
			dateCreated: this.now,
			dateCompleted: null,
			dateExpires: null,
			outputFormat: 'CSV',
			mailtoEmail: null,
			fileRef: null,
			params: null,
			stats: null,
			changed: this.now,
			...given,
		};
		this.jobs.set(job.id, job);
		return job;
	}

	end(id: string, status: 'COMPLETED' | 'ABORTED' = 'COMPLETED'): void {
		const job = this.jobs.get(id);
		if (job === undefined) return;
		const dated = status === 'COMPLETED' || this.abortedHaveDates;
		this.jobs.set(id, {
			...job,
			status,
			dateCompleted: dated ? this.now : null,
			changed: this.now,
		});
	}

	/** A job that was made and came to its end at once. */
	createEnded(given: Partial<Job> = {}): Job {
		return this.create({ status: 'COMPLETED', dateCompleted: this.now, ...given });
	}

	delete(id: string): void {
		this.jobs.delete(id);
	}

	pass(milliseconds: number): void {
		this.now += milliseconds;
	}

	private answer({ filter, limit, offset }: Variables): Answer {
		this.requests++;
		const all = [...this.jobs.values()].filter((job) => fits(job, filter)).sort(this.sorting());
		const data = all.slice(offset, offset + Math.min(limit, this.mostOnPage));
		const answer = json({ data: { jobs: { data, totalCount: all.length } } });
		this.afterPage();
		return answer;
	}

	private sorting(): (a: StoredJob, b: StoredJob) => number {
		const byId = (a: Job, b: Job) => (a.id < b.id ? -1 : 1);
		const created = (job: Job) => job.dateCreated ?? 0;
		switch (this.order) {
			case 'oldest first':
				return (a, b) => created(a) - created(b) || byId(a, b);
			case 'newest first':
				return (a, b) => created(b) - created(a) || byId(a, b);
			case 'last changed first':
				return (a, b) => b.changed - a.changed || byId(a, b);
			case 'by ID':
				return byId;
		}
	}
}

/** `JobFilterInput`: all conditions given hold; a job without the date a condition names fails it. */
function fits(job: Job, filter: JobFilter | undefined): boolean {
	if (filter === undefined) return true;
	const { AND, OR, id_eq, id_in, type_eq, status_eq, status_ne, status_in } = filter;
	const { dateCreated_gte, dateCreated_lt, dateCompleted_gte, dateCompleted_lt } = filter;
	const within = (date: number | null, from = -Infinity, to = Infinity) =>
		(from === -Infinity && to === Infinity) || (date !== null && date >= from && date < to);
	return (
		(AND ?? []).every((inner) => fits(job, inner)) &&
		(OR === undefined || OR.some((inner) => fits(job, inner))) &&
		(id_eq === undefined || job.id === id_eq) &&
		(id_in === undefined || id_in.includes(job.id)) &&
		(type_eq === undefined || job.type === type_eq) &&
		(status_eq === undefined || job.status === status_eq) &&
		(status_ne === undefined || job.status !== status_ne) &&
		(status_in === undefined || status_in.some((status) => status === job.status)) &&
		within(job.dateCreated, dateCreated_gte, dateCreated_lt) &&
		within(job.dateCompleted, dateCompleted_gte, dateCompleted_lt)
	);
}
