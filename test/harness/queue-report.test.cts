import type { ImportCounts } from '../acceptance/queue/import-counts.cts';
import { failures, type QueueRun } from '../acceptance/queue/report.cts';
import { watchedJobs, type Watched } from '../acceptance/queue/watched.cts';

const GOOD_COUNTS: ImportCounts = {
	...{ jobs: 2, doubles: [], missing: [], changedFiles: [], wrongAnswers: [] },
	...{ rows: 20, failedRows: 0, uploads: 3 },
};
const GOOD_WATCHED: Watched = {
	...{ kind: 'polling', once: 2, moreThanOnce: 0, never: 0, lost: 0 },
};

/** Two imports of ten rows, one of them asked for twice because its worker was killed. */
function run(counts: Partial<ImportCounts> = {}, watched: Partial<Watched> = {}): QueueRun {
	return {
		...{ imports: 2, rows: 10, startedAt: 0, endedAt: 90_000, asked: [], jobs: [] },
		...{ memory: [], hooksSentAgain: 2 },
		killed: {
			...{ name: 'worker-1', at: 5_000, jobs: 1, memory: 400, lostWatchers: [] },
			lostImports: [{ id: '7', workflowId: 'import', items: [] }],
		},
		counts: { ...GOOD_COUNTS, ...counts },
		watched: [{ ...GOOD_WATCHED, ...watched }],
	};
}

describe('The verdict on a run in queue mode', () => {
	test('is good when each import has one job and every row came', () => {
		expect(failures(run())).toEqual([]);
	});

	test.each<[string, QueueRun, string]>([
		[
			'an import has two jobs',
			run({ jobs: 3, doubles: [2] }),
			'1 imports have more than one job: 2',
		],
		[
			'an import has no job',
			run({ jobs: 1, missing: [1], rows: 10 }),
			'1 imports have no job that completed: 1',
		],
		['a row is missing', run({ rows: 19 }), '19 rows were read, 0 of them failed'],
		['a row failed', run({ failedRows: 1 }), '20 rows were read, 1 of them failed'],
		[
			'a file arrived changed',
			run({ changedFiles: [1] }),
			'1 imports have a file that is not the one sent: 1',
		],
		[
			'a sender was told of a job that is not theirs',
			run({ wrongAnswers: [2] }),
			'1 imports were answered with another job than theirs: 2',
		],
		[
			'a trigger fired twice for a job',
			run({}, { once: 1, moreThanOnce: 1 }),
			'The polling trigger told of 1 jobs twice',
		],
		[
			'a trigger never fired for a job',
			run({}, { once: 1, never: 1 }),
			'The polling trigger missed 1 jobs',
		],
		[
			'no import was lost with the worker, so that nothing was tried',
			{
				...run(),
				killed: {
					...run().killed,
					lostImports: [],
					lostWatchers: [{ id: '8', workflowId: 'watcher', items: [{ id: 'job-1' }] }],
				},
			},
			'No import was under way on the worker that was killed',
		],
	])('is bad when %s', (_, bad, sentence) => {
		expect(failures(bad)).toContain(sentence);
	});

	test('forgives a trigger the jobs that an execution lost with the worker was to tell of', () => {
		expect(failures(run({}, { once: 1, never: 1, lost: 1 }))).toEqual([]);
	});

	test('forgives it no others', () => {
		expect(failures(run({}, { once: 0, never: 2, lost: 1 }))).toEqual([
			'The polling trigger missed 1 jobs',
		]);
	});
});

describe('What a watcher told of the jobs', () => {
	const JOBS = ['a', 'b', 'c', 'd'];

	test('is counted job by job', () => {
		expect(watchedJobs('webhook', JOBS, ['a', 'b', 'b', 'c'], [])).toEqual({
			...{ kind: 'webhook', once: 2, moreThanOnce: 1, never: 1, lost: 0 },
		});
	});

	test('was lost where the lost execution had begun with just that job, and nobody told of it', () => {
		expect(watchedJobs('polling', JOBS, ['a', 'b'], ['b', 'c'])).toEqual({
			...{ kind: 'polling', once: 2, moreThanOnce: 0, never: 2, lost: 1 },
		});
	});
});
