/**
 * `npm run test:load`: many executions of an import at once, as four nodes and as Advocate Import, then many jobs
 * under the trigger, all with requests that fail at random. Prints the counts and ends with 1 when a job is lost or doubled.
 */
import { parseArgs } from 'node:util';
import { LOAD_NAMES, runExecutions, type ExecutionsReport, type LoadName } from './executions.cts';
import { watchJobs, type TriggerReport } from './trigger.cts';

const USAGE = `npm run test:load -- [options]

  --seed N         the faults that N gives (default: others in every run)
  --executions N   of each import at once (default: 200)
  --rows N         of each execution's file (default: 500)
  --jobs N         under the trigger (default: 10000)
  --polls N        over which they end (default: 500)
`;

function print(...lines: string[]): void {
	process.stdout.write(`${lines.join('\n')}\n`);
}

function printExecutions(load: LoadName, report: ExecutionsReport): boolean {
	const { executions, rows, jobs, doubles, lost, faults, requests, wrong } = report;
	const counts = Object.entries(requests).map(([name, count]) => `${name} ${count}`);
	const onceEach = ['upload', 'validateJobCreation', 'createJob', 'download'];
	const retries = onceEach.reduce((sum, name) => sum + (requests[name] ?? 0) - executions, 0);
	print(
		`${executions} executions of ${load} at once, ${rows} rows`,
		`  jobs ${jobs}, doubled ${doubles}, lost ${lost}`,
		`  faults ${faults}; requests: ${counts.join(', ')}`,
		`  retries ${retries} of what is asked once: ${onceEach.join(', ')}`,
		`  ${report.seconds.toFixed(1)} seconds, ${report.peakMemoryMiB.toFixed(0)} MiB at most`,
		...wrong.map((line) => `  ! ${line}`),
	);
	return jobs === executions && doubles === 0 && lost === 0;
}

function printTrigger(report: TriggerReport): boolean {
	const { listOrder, jobs, polls, failedPolls, restarts, faults, fired, double, lost } = report;
	print(
		`${jobs} jobs under the trigger, listed ${listOrder}`,
		`  fired ${fired}, doubled ${double.length}, lost ${lost.length}`,
		`  polls ${polls}, of which ${failedPolls} failed; restarts ${restarts}; faults ${faults}; changes during a poll ${report.during}`,
		`  ${report.seconds.toFixed(1)} seconds, ${report.largestMemory} bytes of static data at most`,
		...double.map((id) => `  ! ${id} started the workflow more than once`),
		...lost.map((id) => `  ! ${id} did not start the workflow`),
	);
	return fired === jobs && double.length === 0 && lost.length === 0;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
			executions: { type: 'string', default: '200' },
			rows: { type: 'string', default: '500' },
			jobs: { type: 'string', default: '10000' },
			polls: { type: 'string', default: '500' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return print(USAGE);
	const seed = Number(values.seed);
	print(`Seed ${seed} (npm run test:load -- --seed ${seed} brings the same faults again)`);
	const isGood: boolean[] = [];
	for (const load of LOAD_NAMES) {
		const { executions, rows } = values;
		const report = await runExecutions(load, Number(executions), Number(rows), seed);
		isGood.push(printExecutions(load, report));
	}
	const trigger = await watchJobs(Number(values.jobs), Number(values.polls), 'shuffled', seed);
	isGood.push(printTrigger(trigger));
	if (isGood.includes(false)) process.exitCode = 1;
}

main().catch((error: unknown) => {
	print(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exitCode = 2;
});
