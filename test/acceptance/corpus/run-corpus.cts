/**
 * `npm run test:corpus`: makes each file of the corpus, uploads it through n8n's engine to a sandbox, as it
 * comes and with every row checked, and prints a table of what came of it. Ends with 1 where an answer is
 * not the one that is stated, or took too much memory or time.
 *
 * Options: `--only NAME`, for the files whose names hold that text.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { withSandbox, type SandboxAddress } from '../../../harness/processes/sandbox-process.cts';
import { corpus } from './corpus.cts';
import type { CorpusEntry } from './corpus-entry.cts';
import { differences } from './given-answer.cts';
import type { MeasuredEntry } from './measured-runs.cts';
import { tableHead, tableRow } from './table.cts';
import { root, tsxScript } from '../../../harness/project.cts';

/** Heap of the process that uploads (MiB): a node that holds a large file ends it. */
const HEAP_MIB = 256;
/** The most that a run may add to resident memory (bytes). */
const MOST_BYTES = 170e6;
/** The longest that a run may take (ms). */
const LONGEST_MS = 60_000;

/** What came of an entry; `measured` is missing where the process ended over it. */
interface Outcome {
	entry: CorpusEntry;
	measured?: MeasuredEntry;
	problems: string[];
}

/** What came of each entry; after a process that ended over one, another goes on with the next. */
async function* outcomes(
	entries: CorpusEntry[],
	sandbox: SandboxAddress,
	folder: string,
): AsyncGenerator<Outcome> {
	const left = [...entries];
	while (left.length > 0) {
		for await (const measured of measuredEntries(left, sandbox, folder)) {
			const [entry] = left.splice(0, 1);
			if (entry !== undefined) yield { entry, measured, problems: problemsOf(entry, measured) };
		}
		const [fatal] = left.splice(0, 1);
		if (fatal !== undefined) yield { entry: fatal, problems: ['the process ended over it'] };
	}
}

/** Runs entries in a process of its own, until one is fatal to it. */
async function* measuredEntries(
	entries: CorpusEntry[],
	sandbox: SandboxAddress,
	folder: string,
): AsyncGenerator<MeasuredEntry> {
	const names = entries.map(({ file }) => file);
	const script = tsxScript(
		'test/acceptance/corpus/measured-runs.cts',
		JSON.stringify(sandbox),
		folder,
		...names,
	);
	const flags = [`--max-old-space-size=${HEAP_MIB}`, '--expose-gc'];
	const child = spawn(process.execPath, [...flags, ...script], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = new Promise((done) => child.once('close', done));
	const watch = watching(child);
	for await (const line of createInterface({ input: child.stdout })) {
		watch.restart();
		yield JSON.parse(line) as MeasuredEntry;
	}
	await ended;
	watch.end();
}

/** Ends a process that has been silent for longer than two runs and the making of a file may take. */
function watching(child: ChildProcess) {
	let timer: NodeJS.Timeout | undefined;
	const end = () => clearTimeout(timer);
	const restart = () => {
		end();
		timer = setTimeout(() => child.kill('SIGKILL'), 3 * LONGEST_MS);
	};
	restart();
	return { restart, end };
}

function problemsOf(entry: CorpusEntry, measured: MeasuredEntry): string[] {
	const runs = [
		{ name: 'as it comes', expected: entry.asItComes, given: measured.asItComes },
		{ name: 'with every row checked', expected: entry.checked, given: measured.checked },
	];
	return runs.flatMap(({ name, expected, given }) => {
		const problems = differences(expected, given);
		if (given.addedBytes > MOST_BYTES) problems.push('it took too much memory');
		if (given.milliseconds > LONGEST_MS) problems.push('it took too long');
		return problems.map((problem) => `${name}: ${problem}`);
	});
}

function entriesNamed(only: string): CorpusEntry[] {
	const names = corpus.map(({ file }) => file);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) throw new Error(`Two entries are named ${twice}`);
	return corpus.filter(({ file }) => file.includes(only));
}

async function runCorpus(entries: CorpusEntry[]): Promise<Outcome[]> {
	const folder = mkdtempSync(join(tmpdir(), 'advocate-corpus-'));
	const all: Outcome[] = [];
	try {
		await withSandbox(
			async (sandbox) => {
				for await (const outcome of outcomes(entries, sandbox, folder)) {
					all.push(outcome);
					console.log(tableRow(outcome.entry, outcome.measured));
					for (const problem of outcome.problems) console.log(`    NOT AS STATED, ${problem}`);
				}
			},
			['--job-duration', '0'],
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return all;
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
	const started = performance.now();
	console.log(
		`Bad import files through n8n's engine with a heap of ${HEAP_MIB} MiB; MB is what a run added to resident memory\n`,
	);
	console.log(tableHead());
	const all = await runCorpus(entriesNamed(values.only));
	const wrong = all.filter(({ problems }) => problems.length > 0);
	const measured = all.flatMap((outcome) => outcome.measured ?? []);
	const runs = measured.flatMap(({ asItComes, checked }) => [asItComes, checked]);
	const mostBytes = Math.max(0, ...runs.map(({ addedBytes }) => addedBytes));
	const longest = Math.max(0, ...runs.map(({ milliseconds }) => milliseconds));
	console.log(
		`\n${all.length} files, ${all.length - wrong.length} answered as stated, ${wrong.length} not; ` +
			`at most ${(mostBytes / 1e6).toFixed(0)} MB and ${(longest / 1e3).toFixed(1)} s for a run; ` +
			`${((performance.now() - started) / 1e3).toFixed(0)} s in all`,
	);
	for (const { entry } of wrong) console.log(`not as stated: ${entry.file}`);
	if (wrong.length > 0 || all.length === 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
