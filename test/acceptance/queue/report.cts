import { execFileSync } from 'node:child_process';
import { peakMemoryOf } from '../../../harness/processes/peak-memory.cts';
import type { Job } from '../../../sandbox/jobs/jobs.cts';
import type { ImportCounts } from './import-counts.cts';
import type { KilledWorker } from './killed-worker.cts';
import type { QueueMode } from './queue-mode.cts';
import type { Asked } from './sender.cts';
import type { Watched } from './watched.cts';

/** All that was seen of a run. */
export interface QueueRun {
	imports: number;
	/** Of each import. */
	rows: number;
	/** In ms since the epoch, as `endedAt`, when the last import was answered. */
	startedAt: number;
	endedAt: number;
	asked: Asked[];
	killed: KilledWorker;
	counts: ImportCounts;
	watched: Watched[];
	/** Hooks that were sent a second time, to a webhook process started anew. */
	hooksSentAgain: number;
	jobs: Job[];
	memory: Array<[string, string]>;
}

/** Why the run is no success, a sentence each; none when each import has one job and no row is missing. */
export function failures({ imports, rows, counts, watched, killed }: QueueRun): string[] {
	const { doubles, missing, changedFiles, wrongAnswers } = counts;
	const said: string[] = [];
	const some = (numbers: number[], what: string) => {
		if (numbers.length > 0) said.push(`${numbers.length} imports ${what}: ${numbers.join(', ')}`);
	};
	some(doubles, 'have more than one job');
	some(missing, 'have no job that completed');
	some(changedFiles, 'have a file that is not the one sent');
	some(wrongAnswers, 'were answered with another job than theirs');
	if (counts.jobs !== imports) said.push(`There are ${counts.jobs} jobs, not ${imports}`);
	if (counts.rows !== imports * rows || counts.failedRows > 0) {
		said.push(`${counts.rows} rows were read, ${counts.failedRows} of them failed`);
	}
	if (killed.lostImports.length === 0) {
		said.push('No import was under way on the worker that was killed');
	}
	for (const { kind, moreThanOnce, never, lost } of watched) {
		if (moreThanOnce > 0) said.push(`The ${kind} trigger told of ${moreThanOnce} jobs twice`);
		if (never > lost) said.push(`The ${kind} trigger missed ${never - lost} jobs`);
	}
	return said;
}

/** Prints the counts, and what is wrong if anything is. */
export function printReport(run: QueueRun, queueMode: QueueMode): void {
	const { installed } = queueMode.parts;
	const sections: Array<[string, Array<[string, string | number]>]> = [
		[
			`n8n ${installed.version} in queue mode: ${run.imports} imports of ${run.rows} rows`,
			importLines(run),
		],
		['The killed worker', killLines(run)],
		['Speed', speedLines(run, queueMode)],
		['Peak memory', run.memory],
		['Triggers', triggerLines(run)],
	];
	for (const [title, lines] of sections) {
		console.log(`\n${title}`);
		for (const [label, value] of lines) console.log(`  ${label.padEnd(42)}${value}`);
	}
	const wrong = failures(run);
	console.log(wrong.length === 0 ? '\nEach import has one job; no row is missing.' : '');
	for (const sentence of wrong) console.log(`FAIL  ${sentence}`);
}

function importLines({ imports, rows, counts }: QueueRun): Array<[string, string | number]> {
	return [
		['jobs', counts.jobs],
		['imports with more than one job', counts.doubles.length],
		['imports without a job', counts.missing.length],
		['rows read by Advocate', `${counts.rows} of ${imports * rows}, ${counts.failedRows} failed`],
		['files as they were sent', imports - counts.missing.length - counts.changedFiles.length],
		['uploads that no job came of', counts.uploads - counts.jobs],
	];
}

function killLines({ asked, killed, jobs }: QueueRun): Array<[string, string | number]> {
	const again = asked.filter(({ answers }) => answers.length > 1);
	const madeBefore = new Set(
		jobs.filter(({ dateCreated }) => dateCreated <= killed.at).map(({ id }) => id),
	);
	const found = again.filter(({ jobId }) => jobId !== undefined && madeBefore.has(jobId));
	const gaveUp = again.map(({ answers: [first] }) => (first ? (first.at - killed.at) / 1000 : 0));
	const told = new Set(
		again.flatMap(({ answers }) => answers.slice(0, -1).map(({ text }) => text)),
	);
	return [
		['killed', `${killed.name}, when there were ${killed.jobs} jobs`],
		['imports lost with it', killed.lostImports.length],
		['executions of watchers lost with it', killed.lostWatchers.length],
		['what n8n answered for them', [...told].join(' | ')],
		[
			'after',
			again.length === 0
				? '–'
				: `${seconds(Math.min(...gaveUp))} to ${seconds(Math.max(...gaveUp))}`,
		],
		['imports asked for again', again.length],
		['their job was there and was waited for', found.length],
		['they had no job yet and got one', again.length - found.length],
	];
}

function speedLines(run: QueueRun, { parts }: QueueMode): Array<[string, string | number]> {
	const { startedAt, endedAt, killed, rows } = run;
	const untilKill = (killed.at - startedAt) / 1000;
	const perSecond = Math.round((killed.jobs * rows) / untilKill);
	return [
		['in all', seconds((endedAt - startedAt) / 1000)],
		['until the kill', `${killed.jobs} imports in ${seconds(untilKill)}`],
		['rows a second, until the kill', perSecond],
		['and per worker', Math.round(perSecond / parts.workers.length)],
		...parts.workers.map(({ name, log }): [string, number] => [
			`executions on ${name}`,
			log.started().length,
		]),
	];
}

/** The most memory that each process has held so far; to be asked before one is started anew. */
export function memoryLines(killed: KilledWorker, { parts }: QueueMode): Array<[string, string]> {
	const { main, webhook, workers, redis, postgres } = parts;
	const megabytes = (bytes: number | undefined) =>
		`${bytes === undefined ? '?' : Math.round(bytes / 1024 / 1024)} MB`;
	return [
		['main', megabytes(peakMemoryOf(main.pid))],
		['webhook process', megabytes(peakMemoryOf(webhook.pid))],
		...workers.map(({ name, process }): [string, string] => [
			name,
			megabytes(
				Math.max(
					...[peakMemoryOf(process.pid), name === killed.name ? killed.memory : 0].map(
						(value) => value ?? 0,
					),
				),
			),
		]),
		['Redis', megabytes(peakMemoryOf(redis.pid))],
		['database on disk', diskUse(postgres.data)],
	];
}

function diskUse(folder: string): string {
	return `${execFileSync('du', ['-sm', folder]).toString().split('\t')[0]} MB`;
}

function triggerLines({ watched, hooksSentAgain }: QueueRun): Array<[string, string | number]> {
	return [
		...watched.map((one): [string, string] => [one.kind, watcherLine(one)]),
		['hooks sent twice, a restart between', hooksSentAgain],
	];
}

function watcherLine({ once, moreThanOnce, never, lost }: Watched): string {
	return `${once} jobs told once, ${moreThanOnce} more often, ${never} never (${lost} of them lost with the worker)`;
}

function seconds(value: number): string {
	return `${value.toFixed(1)} s`;
}
