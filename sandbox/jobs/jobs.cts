import { createHash, randomBytes } from 'node:crypto';
import { formOf } from '../files/report-file.cts';
import type { FileForm, OutputFormat } from '../files/report-file.cts';
import type { ImportOutcome } from '../imports/run-import.cts';
import type { RowError } from '../reports/errors-report.cts';
import type { Settings } from '../settings.cts';
import type { Upload } from '../uploads/upload.cts';
import type { JobRun, JobRunner } from './job-runner.cts';

/** How far a job has got. Only the REST exports are known to have a fourth status, EXPIRED. */
export type JobStatus = 'PENDING' | 'ABORTED' | 'COMPLETED' | 'EXPIRED';

/** A job as the API shows it. Dates are in milliseconds by the sandbox's clock. */
export interface Job {
	readonly id: string;
	readonly tenantAlias: string;
	/** A job type, or a word that the sandbox does not know: the portal makes jobs of other types. */
	readonly type: string;
	readonly name: string | null;
	readonly requester: string | null;
	readonly mailtoEmail: string | null;
	readonly outputFormat: OutputFormat;
	readonly params: unknown;
	readonly fileRef: string | null;
	readonly dateCreated: number;
	readonly status: JobStatus;
	readonly dateCompleted: number | null;
	/** When its files can no longer be downloaded; null while it is PENDING. */
	readonly dateExpires: number | null;
	/** Null while it is PENDING. */
	readonly stats: { readonly recordsProcessed: number; readonly errors: number } | null;
}

/** What a new job is made of: a file already looked up, and the rest of `JobInput`. */
export interface JobRequest
	extends Pick<Job, 'tenantAlias' | 'type' | 'name' | 'requester' | 'mailtoEmail' | 'params'> {
	outputFormat: OutputFormat;
	upload: Upload | undefined;
}

/** A job to be added as if it had happened. Everything left out gets a default. */
export interface SeededJob extends Partial<Omit<Job, 'tenantAlias'>> {
	/** The content of its errors file; `stats` follow from it unless they are given. */
	failures?: readonly RowError[];
}

/** A job, and what only the sandbox knows about it. */
export interface JobEntry extends Job {
	status: JobStatus;
	dateCompleted: number | null;
	dateExpires: number | null;
	stats: Job['stats'];
	/** What is done for it; undefined for a job that was added, which stays as it was. */
	readonly run: JobRun | undefined;
	/** The outcome of that, once there is one. */
	outcome: ImportOutcome | undefined;
	readonly endsAborted: boolean;
	/** The content of the errors file of a job that was added. */
	readonly failures: readonly RowError[];
	readonly recordNumberBase: number;
	/** The kind of file its results and errors are. */
	readonly form: FileForm;
	/** Breaks ties of `dateCreated`. */
	readonly sequence: number;
	/** What the order `shuffled` goes by. */
	readonly shuffleKey: string;
}

/**
 * The jobs of a sandbox. Only its clock decides when a job ends. Nothing here runs on a timer: a job
 * turns out to have ended when somebody looks at it, once it is due and its work is done.
 */
export class Jobs {
	readonly #settings: Settings;
	readonly #runner: JobRunner;
	readonly #entries = new Map<string, JobEntry>();
	#sequence = 0;
	#held = false;
	#releasedAt = -Infinity;
	#abortNext = 0;

	constructor(settings: Settings, runner: JobRunner) {
		this.#settings = settings;
		this.#runner = runner;
	}

	/** Creates a PENDING job and begins with its work. */
	create(request: JobRequest): JobEntry {
		const { upload, ...fields } = request;
		const endsAborted = this.#abortNext > 0;
		if (endsAborted) this.#abortNext -= 1;
		const id = newId();
		const form = formOf(request.outputFormat, this.#settings);
		const run = this.#runner.run({ id, ...request, form, endsAborted });
		const entry: JobEntry = {
			...this.#pending(),
			...fields,
			...this.#identity(id),
			fileRef: upload?.fileRef ?? null,
			endsAborted,
			form,
			run,
		};
		this.#put(entry);
		run.done.then(
			(outcome) => (entry.outcome = outcome),
			// The sandbox is closing.
			() => undefined,
		);
		return entry;
	}

	/** Adds a job as if it had happened; a PENDING one stays so until it is finished by hand. */
	add(tenantAlias: string, seed: SeededJob): JobEntry {
		const { failures = [], ...fields } = seed;
		const entry: JobEntry = {
			...this.#pending(),
			type: 'MUTATION/USER',
			name: null,
			requester: 'API',
			mailtoEmail: null,
			params: null,
			fileRef: null,
			outputFormat: 'CSV',
			...this.#identity(seed.id ?? newId()),
			...fields,
			tenantAlias,
			failures,
			endsAborted: false,
			form: formOf(seed.outputFormat ?? 'CSV', this.#settings),
			run: undefined,
		};
		if (entry.status !== 'PENDING') this.#fillEnded(entry, seed);
		this.#put(entry);
		return entry;
	}

	/** A job by its id, as it was last found. */
	find(id: string): JobEntry | undefined {
		const entry = this.#entries.get(id);
		if (entry) this.#settle(entry);
		return entry;
	}

	/** A tenant's jobs, oldest first, as they were last found. */
	list(tenantAlias?: string): JobEntry[] {
		const entries = [...this.#entries.values()];
		for (const entry of entries) this.#settle(entry);
		return entries.filter((one) => tenantAlias === undefined || one.tenantAlias === tenantAlias);
	}

	/** A job by its id; if the clock says that it is due, its work is done first. */
	async look(id: string): Promise<JobEntry | undefined> {
		const entry = this.#entries.get(id);
		if (entry && this.#isDue(entry)) await entry.run?.done;
		return this.find(id);
	}

	/** The jobs a tenant's `jobs` query sees, in the order of the option `listOrder`. */
	async lookAll(tenantAlias: string): Promise<JobEntry[]> {
		const { now, listLagMs, listOrder } = this.#settings;
		const due = [...this.#entries.values()].filter((entry) => this.#isDue(entry));
		await Promise.all(due.map((entry) => entry.run?.done));
		const listed = this.list(tenantAlias).filter((one) => now() >= one.dateCreated + listLagMs);
		return listed.sort(orders[listOrder]);
	}

	/** Ends a job by hand, at `when` (default: now), once its work is done. */
	async finish(id: string, status: 'COMPLETED' | 'ABORTED', when?: number): Promise<JobEntry> {
		const entry = this.find(id);
		if (!entry) throw new Error(`there is no job ${id}`);
		await entry.run?.done;
		if (entry.status !== 'PENDING') throw new Error(`job ${id} is already ${entry.status}`);
		this.#end(entry, status, when ?? this.#settings.now());
		return entry;
	}

	/** While jobs are held, none ends by the clock; when they are released, those overdue end at once. */
	hold(held: boolean): void {
		if (this.#held && !held) this.#releasedAt = this.#settings.now();
		this.#held = held;
	}

	/** Makes the next `times` jobs to be created end as ABORTED. */
	failNext(times: number): void {
		this.#abortNext += times;
	}

	/** Removes a job; false when there is no such job. */
	remove(id: string): boolean {
		return this.#entries.delete(id);
	}

	#pending() {
		const status: JobStatus = 'PENDING';
		return {
			dateCreated: this.#settings.now(),
			status,
			dateCompleted: null,
			dateExpires: null,
			stats: null,
			outcome: undefined,
			failures: [],
			recordNumberBase: this.#settings.recordNumberBase,
			sequence: this.#sequence++,
		};
	}

	#identity(id: string) {
		const shuffleKey = createHash('sha256').update(`${this.#settings.shuffleSeed}:${id}`);
		return { id, shuffleKey: shuffleKey.digest('hex') };
	}

	#put(entry: JobEntry): void {
		if (this.#entries.has(entry.id)) throw new Error(`there is already a job ${entry.id}`);
		this.#entries.set(entry.id, entry);
	}

	#dueAt(entry: JobEntry): number {
		return Math.max(entry.dateCreated + this.#settings.jobDurationMs, this.#releasedAt);
	}

	#isDue(entry: JobEntry): boolean {
		const waits = entry.status === 'PENDING' && entry.run !== undefined && !this.#held;
		return waits && this.#settings.now() >= this.#dueAt(entry);
	}

	// A job ends at the moment it was due, however late somebody looks. Whoever looks after that moment
	// waits for the work to be done, so nobody has seen the job PENDING since.
	#settle(entry: JobEntry): void {
		if (entry.outcome && this.#isDue(entry)) {
			const aborted = entry.endsAborted || entry.outcome.fatal !== undefined;
			this.#end(entry, aborted ? 'ABORTED' : 'COMPLETED', this.#dueAt(entry));
		}
		const { now, jobsExpire } = this.#settings;
		const expired = now() >= (entry.dateExpires ?? Infinity);
		if (jobsExpire && expired && entry.status === 'COMPLETED') entry.status = 'EXPIRED';
	}

	#end(entry: JobEntry, status: 'COMPLETED' | 'ABORTED', when: number): void {
		const { recordsProcessed, errors } = entry.outcome ?? {
			recordsProcessed: entry.failures.length,
			errors: entry.failures.length,
		};
		entry.status = status;
		entry.stats = { recordsProcessed, errors };
		entry.dateCompleted = this.#hasEndDate(status) ? when : null;
		entry.dateExpires = when + this.#settings.linkLifetimeMs;
	}

	#fillEnded(entry: JobEntry, seed: SeededJob): void {
		const { jobDurationMs, linkLifetimeMs } = this.#settings;
		const count = entry.failures.length;
		const ended = seed.dateCompleted ?? entry.dateCreated + jobDurationMs;
		entry.stats = seed.stats ?? { recordsProcessed: count, errors: count };
		if (seed.dateCompleted === undefined && this.#hasEndDate(entry.status)) {
			entry.dateCompleted = ended;
		}
		entry.dateExpires = seed.dateExpires ?? ended + linkLifetimeMs;
	}

	#hasEndDate(status: JobStatus): boolean {
		return status !== 'ABORTED' || this.#settings.abortedHaveDateCompleted;
	}
}

/** A copy of what the API shows of a job. */
export function snapshot(entry: Job): Job {
	const { id, tenantAlias, type, name, requester, mailtoEmail, outputFormat, params } = entry;
	const { fileRef, dateCreated, status, dateCompleted, dateExpires, stats } = entry;
	return {
		id,
		tenantAlias,
		type,
		name,
		requester,
		mailtoEmail,
		outputFormat,
		params,
		fileRef,
		dateCreated,
		status,
		dateCompleted,
		dateExpires,
		stats: stats && { ...stats },
	};
}

const orders = {
	newestFirst: (a: JobEntry, b: JobEntry) =>
		b.dateCreated - a.dateCreated || b.sequence - a.sequence,
	oldestFirst: (a: JobEntry, b: JobEntry) =>
		a.dateCreated - b.dateCreated || a.sequence - b.sequence,
	shuffled: (a: JobEntry, b: JobEntry) => (a.shuffleKey < b.shuffleKey ? -1 : 1),
};

function newId(): string {
	return randomBytes(12).toString('hex');
}
