/**
 * `npm run test:races`: two processes with n8n's engine create a job for the same file at the same moment, again and
 * again, in one sandbox. Prints how many files have two jobs, without the look after the creation, with it, and where
 * Advocate does not delete pending jobs. Ends with 1 if a double is not told of, or if a file has no job.
 */
import { parseArgs } from 'node:util';
import type { ChangeableOptions } from '../../../sandbox/options.cts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import { raceCounts, type Race, type RaceCounts } from './race-counts.cts';
import { credentialOf, jobsTakenOut, uploadedByOthers } from './raced-file.cts';
import { TwoProcesses } from './two-processes.cts';

const USAGE = `npm run test:races -- [options]

  --races N     races without the look after the creation, and as many with it (default: 200)
  --refused N   races for each way in which Advocate may refuse to delete a job (default: 50)
  --at-once N   races that run side by side (default: 10)
  --help        this text
`;

/** Longer than all of it takes, so that every job is pending. */
const JOB_DURATION_MS = 3_600_000;

interface Heat {
	title: string;
	races: number;
	preload?: string;
	options?: ChangeableOptions;
	/** Whether a double must not happen at all. */
	allowsDoubles: boolean;
	/** Whether a double that nobody tells of is what is to be shown. */
	allowsUntold?: boolean;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			races: { type: 'string', default: '200' },
			refused: { type: 'string', default: '50' },
			'at-once': { type: 'string', default: '10' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return void process.stdout.write(USAGE);
	const races = wholeNumber('--races', values.races);
	const refused = wholeNumber('--refused', values.refused);
	const atOnce = wholeNumber('--at-once', values['at-once']);
	const preload = 'without-second-look.cts';
	const before = { title: 'without the second look', preload, allowsUntold: true };
	const heats: Heat[] = [
		{ ...before, races, allowsDoubles: true },
		{ title: 'with it', races, allowsDoubles: false },
		{
			title: 'with it, deleteJob deletes nothing',
			races: refused,
			options: { deletionOfPending: 'nothing' },
			allowsDoubles: true,
		},
		{
			title: 'with it, deleteJob is refused',
			races: refused,
			options: { deletionOfPending: 'refused' },
			allowsDoubles: true,
		},
	];
	console.log(
		`Two processes create a job for the same file at the same moment, ${atOnce} files at once`,
	);
	console.log(line('', 'races', 'doubles', 'told', 'untold', 'wrong', 'requests'));
	for (const heat of heats) await runHeat(heat, atOnce);
}

async function runHeat(heat: Heat, atOnce: number): Promise<void> {
	const sandbox = await startSandbox({ jobDurationMs: JOB_DURATION_MS, ...heat.options });
	const processes = await TwoProcesses.start(heat.preload);
	try {
		// The first one takes longer, as everything is loaded.
		await raceFor(sandbox, processes, 0);
		sandbox.clearRequests();
		const numbers = Array.from({ length: heat.races }, (_, index) => index + 1);
		const races: Race[] = [];
		const runner = async () => {
			for (let race = numbers.shift(); race !== undefined; race = numbers.shift()) {
				races.push(await raceFor(sandbox, processes, race));
			}
		};
		await Promise.all(Array.from({ length: atOnce }, runner));
		report(heat, raceCounts(races), requestsPerJob(sandbox, heat.races));
	} finally {
		await processes.stop();
		await sandbox.close();
	}
}

async function raceFor(sandbox: Sandbox, processes: TwoProcesses, race: number): Promise<Race> {
	const fileRef = await uploadedByOthers(sandbox);
	const finishes = await processes.race({ race, fileRef, credential: credentialOf(sandbox) });
	return { jobs: jobsTakenOut(sandbox, fileRef), finishes };
}

/** GraphQL requests for each call of the node. */
function requestsPerJob(sandbox: Sandbox, races: number): string {
	const asked = sandbox.requests.filter(({ operations }) => !operations.includes('upload'));
	return (asked.length / (2 * races)).toFixed(1);
}

function report(heat: Heat, counts: RaceCounts, requests: string): void {
	const { title, allowsDoubles, allowsUntold = false } = heat;
	const { races, doubles, told, untold, wrong } = counts;
	console.log(line(title, races, doubles, told, untold, wrong.length, requests));
	for (const what of wrong) console.log(`  ! ${what}`);
	const failed =
		wrong.length > 0 || (untold > 0 && !allowsUntold) || (doubles > told && !allowsDoubles);
	if (failed) process.exitCode = 1;
	if (allowsUntold && doubles === 0) {
		console.log('  ! no double without the second look: these were no races');
		process.exitCode = 1;
	}
}

function line(title: string, ...cells: Array<string | number>): string {
	return title.padEnd(38) + cells.map((cell) => String(cell).padStart(9)).join('');
}

function wholeNumber(name: string, text: string): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= 1) return number;
	throw new Error(`${name} takes a whole number of at least 1, not "${text}"`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
