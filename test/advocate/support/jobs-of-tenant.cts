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
		const fits = fitting(filter ?? {});
		const all = [...this.jobs.values()].filter(fits).sort(this.sorting());
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
function fitting(filter: JobFilter): (job: Job) => boolean {
	const { AND, OR, id_eq, id_in, type_eq, status_eq, status_ne, status_in } = filter;
	const { dateCreated_gte, dateCreated_lt, dateCompleted_gte, dateCompleted_lt } = filter;
	const conditions: Array<(job: Job) => boolean> = [];
	const add = <T,>(given: T | undefined, condition: (job: Job, given: T) => boolean) => {
		if (given !== undefined) conditions.push((job) => condition(job, given));
	};
	add(AND?.map(fitting), (job, inner) => inner.every((fits) => fits(job)));
	add(OR?.map(fitting), (job, inner) => inner.some((fits) => fits(job)));
	add(id_eq, ({ id }, given) => id === given);
	add(id_in, ({ id }, given) => given.includes(id));
	add(type_eq, ({ type }, given) => type === given);
	add(status_eq, ({ status }, given) => status === given);
	add(status_ne, ({ status }, given) => status !== given);
	add(status_in, ({ status }, given) => given.some((one) => one === status));
	add(dateCreated_gte, ({ dateCreated: date }, given) => date !== null && date >= given);
	add(dateCreated_lt, ({ dateCreated: date }, given) => date !== null && date < given);
	add(dateCompleted_gte, ({ dateCompleted: date }, given) => date !== null && date >= given);
	add(dateCompleted_lt, ({ dateCompleted: date }, given) => date !== null && date < given);
	return (job) => conditions.every((fits) => fits(job));
}
