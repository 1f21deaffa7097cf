import type { WatcherKind } from './workflows.cts';

/** How a watcher told of the jobs, in numbers of jobs. */
export interface Watched {
	kind: WatcherKind;
	once: number;
	moreThanOnce: number;
	never: number;
	/** Of those never told, those that an execution on the killed worker was to tell of. */
	lost: number;
}

/**
 * Counts how often each job was told.
 *
 * @param jobs the ids of all jobs that ended
 * @param told the ids of those told of, one for each time
 * @param lost the ids of those that executions on the killed worker had been started with
 */
export function watchedJobs(
	kind: WatcherKind,
	jobs: string[],
	told: string[],
	lost: string[],
): Watched {
	const times = (job: string) => told.filter((id) => id === job).length;
	const never = jobs.filter((job) => times(job) === 0);
	return {
		kind,
		once: jobs.filter((job) => times(job) === 1).length,
		moreThanOnce: jobs.filter((job) => times(job) > 1).length,
		never: never.length,
		lost: never.filter((job) => lost.includes(job)).length,
	};
}
