import type { Finish } from './racer.cts';

/** What Advocate has for a file in the end, and what the two processes said of it. */
export interface Race {
	/** IDs of the file's jobs. */
	jobs: string[];
	finishes: Finish[];
}

/** What came of many races. */
export interface RaceCounts {
	races: number;
	/** Files with more than one job. */
	doubles: number;
	/** Those of them of which at least one process told, naming the other job. */
	told: number;
	untold: number;
	/** Files without a job, items with a job that is not there, and processes that failed. */
	wrong: string[];
}

export function raceCounts(races: readonly Race[]): RaceCounts {
	const doubled = races.filter(({ jobs }) => jobs.length > 1);
	const told = doubled.filter(isTold).length;
	return {
		races: races.length,
		doubles: doubled.length,
		told,
		untold: doubled.length - told,
		wrong: races.flatMap((race, index) =>
			wrongWith(race).map((what) => `race ${index + 1}: ${what}`),
		),
	};
}

function isTold({ jobs, finishes }: Race): boolean {
	return finishes.some(({ id, duplicateJobIds = [], note }) => {
		const others = jobs.filter((job) => job !== id);
		return note !== undefined && others.every((job) => duplicateJobIds.includes(job));
	});
}

function wrongWith({ jobs, finishes }: Race): string[] {
	const wrong = jobs.length === 0 ? ['there is no job'] : [];
	for (const { id, error } of finishes) {
		if (error !== undefined) wrong.push(error);
		else if (!jobs.includes(id ?? '')) wrong.push(`the job ${id} went out and is not there`);
	}
	return wrong;
}
