import type { JobRunner } from './job-runner.cts';
import { snapshot } from './jobs.cts';
import type { Job, JobEntry, Jobs, SeededJob } from './jobs.cts';

/** A test's hand on the jobs. The jobs it gives are copies, which no longer change. */
export interface JobControl {
	/**
	 * The jobs, oldest first; those of every tenant when none is named. A job that is due while its
	 * work is still going on shows as PENDING: `settled` waits for it.
	 */
	list(tenantAlias?: string): Job[];
	/** A job by its id, with the same reservation. */
	get(id: string): Job | undefined;
	/** A job by its id, as a query sees it: if it is due, its work is done first. */
	settled(id: string): Promise<Job | undefined>;
	/** Resolves once the work of all jobs created so far is done, whether or not they are due. */
	filesRead(): Promise<void>;
	/**
	 * Adds a job as if it had happened. A PENDING one (the default) stays PENDING until `finish`.
	 * Throws when the id is taken or there is no such tenant.
	 */
	add(tenantAlias: string, job?: SeededJob): Job;
	/** Ends a PENDING job at `when` (ms, default now). Throws for an unknown job or one that has ended. */
	finish(id: string, status: 'COMPLETED' | 'ABORTED', when?: number): Promise<Job>;
	/** While jobs are held, none ends by the clock; when they are released, those overdue end. */
	hold(held: boolean): void;
	/** Makes the next `times` (default 1) jobs to be created end as ABORTED. */
	failNext(status: 'ABORTED', times?: number): void;
	/** Removes a job as if it had never existed; false when there is no such job. */
	remove(id: string): boolean;
}

/** Puts the jobs of a sandbox into a test's hands. */
export function controlJobs(
	jobs: Jobs,
	runner: JobRunner,
	hasTenant: (alias: string) => boolean,
): JobControl {
	const copy = (job: JobEntry | undefined) => job && snapshot(job);
	return {
		list: (tenantAlias) => jobs.list(tenantAlias).map(snapshot),
		get: (id) => copy(jobs.find(id)),
		settled: async (id) => copy(await jobs.look(id)),
		filesRead: async () => await runner.idle(),
		add: (tenantAlias, job = {}) => {
			if (!hasTenant(tenantAlias)) throw new Error(`there is no tenant ${tenantAlias}`);
			return snapshot(jobs.add(tenantAlias, job));
		},
		finish: async (id, status, when) => snapshot(await jobs.finish(id, status, when)),
		hold: (held) => jobs.hold(held),
		failNext: (_status, times = 1) => jobs.failNext(times),
		remove: (id) => jobs.remove(id),
	};
}
