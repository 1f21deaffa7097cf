/**
 * `npm run test:queue`: this package in n8n's queue mode. Starts PostgreSQL, Redis and n8n as a main, a webhook
 * process and two workers (installed where they are missing), asks for imports by webhook, kills a worker on
 * the way, and ends with 1 unless each import has exactly one job and no row is missing. With `--races`, the two
 * workers create jobs for the same file at the same moment instead.
 */
import { parseArgs } from 'node:util';
import { Crm } from './crm.cts';
import { importCounts } from './import-counts.cts';
import { killedOnTheWay } from './killed-worker.cts';
import { QueueMode } from './queue-mode.cts';
import { runRaces } from './races.cts';
import { failures, memoryLines, printReport, type QueueRun } from './report.cts';
import { askedUntilDone } from './sender.cts';
import { Watchers } from './watchers.cts';
import { IMPORT_PATH, importWorkflow } from './workflows.cts';

const USAGE = `npm run test:queue -- [options]

  --imports N   imports to ask for (default: 200)
  --rows N      rows of each (default: 10000)
  --races N     in place of imports: races of the two workers for the same file, N with the look after
                the creation and N without it
  --help        this text
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			imports: { type: 'string', default: '200' },
			rows: { type: 'string', default: '10000' },
			races: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return void process.stdout.write(USAGE);
	if (values.races !== undefined) {
		const isGood = await runRaces(wholeNumber('--races', values.races));
		if (!isGood) process.exitCode = 1;
		return;
	}
	const imports = wholeNumber('--imports', values.imports);
	const rows = wholeNumber('--rows', values.rows);
	const crm = await Crm.start(rows);
	try {
		const queueMode = await QueueMode.start();
		try {
			const run = await runImports(queueMode, crm, imports, rows);
			printReport(run, queueMode);
			if (failures(run).length > 0) process.exitCode = 1;
		} finally {
			await queueMode.close();
		}
	} finally {
		await crm.stop();
	}
}

async function runImports(
	queueMode: QueueMode,
	crm: Crm,
	imports: number,
	rows: number,
): Promise<QueueRun> {
	const { sandbox, webhook } = queueMode.parts;
	const workflow = await queueMode.activate(importWorkflow(queueMode.credential, crm.url));
	const watchers = await Watchers.activated(queueMode, crm);
	try {
		console.error(`Asking for ${imports} imports of ${rows} rows, all at once …`);
		const startedAt = Date.now();
		const url = `${webhook.url}/${IMPORT_PATH}`;
		const numbers = Array.from({ length: imports }, (_, index) => index + 1);
		const asking = Promise.all(numbers.map(async (number) => await askedUntilDone(url, number)));
		const killed = await killedOnTheWay(queueMode, workflow.id, Math.ceil(imports / 2));
		console.error(`Killed ${killed.name} with ${killed.lostImports.length} imports under way …`);
		const asked = await asking;
		const endedAt = Date.now();
		const counts = await importCounts(sandbox, crm, asked);
		const jobs = sandbox.jobs.list();
		const memory = memoryLines(killed, queueMode);
		const ids = jobs.map(({ id }) => id);
		const watched = await watchers.counts(ids, killed.lostWatchers);
		const { hooksSentAgain } = watchers;
		const facts = { imports, rows, startedAt, endedAt, asked, killed, counts, jobs, memory };
		return { ...facts, watched, hooksSentAgain };
	} finally {
		await watchers.stop();
	}
}

function wholeNumber(name: string, text: string): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= 1) return number;
	throw new Error(`${name} takes a whole number of at least 1, not "${text}"`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	// Whatever may still run ends with this process, which would not end by itself.
	process.exit(1);
});
