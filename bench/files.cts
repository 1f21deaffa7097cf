import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installNodesBase, NODES_BASE_VERSION } from '../harness/engine/n8n-nodes-base.cts';
import { withBuiltPackage } from '../harness/packages/built-package.cts';
import { earlierPackage } from '../harness/packages/earlier-package.cts';
import { withSandbox, type SandboxAddress } from '../harness/processes/sandbox-process.cts';
import { runContender } from './contender.cts';
import type { FileRun } from './file-contenders/file-run.cts';
import { goodRows, rowsIn, writeExport } from './file-rows.cts';
import { mb, median, row, seconds, whole } from './figures.cts';

/*
 * From a CSV file, whose rows have values to convert and some bad ones among them, to an uploaded file: by Advocate
 * Upload as it comes, by an earlier build of it, by the nodes one would use without it, and by csv-parse and
 * JSON.stringify, which check and send nothing. Each run is a process of its own, in turns, with the sandbox in
 * another. Memory is the peak of the process less that of the same contender with a file of one row.
 */

const MIB = 1024 * 1024;

/** The last commit before every row of a file was checked by default. */
const EARLIER = 'ce9c003';

const SCRIPTS = {
	advocate: 'advocate-upload',
	earlier: 'advocate-upload',
	parse: 'csv-parse',
	nodes: 'n8n-nodes',
};
type Contender = keyof typeof SCRIPTS;

const LABELS: Record<Contender, string> = {
	advocate: 'Advocate Upload',
	earlier: `Advocate Upload of ${EARLIER}`,
	parse: 'csv-parse + JSON.stringify',
	nodes: "n8n's own five nodes",
};

interface Cost {
	milliseconds: number;
	computing: number;
	addedBytes: number;
}

interface Plan {
	runs: number;
	packages: Record<Contender, string>;
	sandbox: SandboxAddress;
	folder: string;
}

/**
 * Options: `--rows N`, the size of the file (500000); `--mib N`, of another, by its size (100; 0 leaves it out); `--node-rows N`, of the smaller one for n8n's nodes, which hold
 * all rows in memory (50000; 0 leaves them out); `--runs N`, of which the median counts (3).
 */
export async function benchFiles(args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			rows: { type: 'string', default: '500000' },
			mib: { type: 'string', default: '100' },
			'node-rows': { type: 'string', default: '50000' },
			runs: { type: 'string', default: '3' },
		},
	});
	const nodeRows = Number(values['node-rows']);
	if (nodeRows > 0) installNodesBase();
	const earlier = earlierPackage(EARLIER);
	const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-'));
	try {
		await withBuiltPackage(async (advocate) => {
			await withSandbox(async (sandbox) => {
				const packages = { advocate, earlier, parse: advocate, nodes: advocate };
				const plan = { runs: Number(values.runs), packages, sandbox, folder };
				console.log(heading(plan.runs));
				const contenders: Contender[] = ['advocate', 'earlier', 'parse'];
				await compare(plan, Number(values.rows), contenders);
				const mib = Number(values.mib);
				if (mib > 0) await compare(plan, rowsIn(mib * MIB), contenders);
				if (nodeRows > 0) await compare(plan, nodeRows, ['advocate', 'nodes']);
			});
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function heading(runs: number): string {
	return [
		`From a CSV file to an uploaded file, 8 columns, a date and a boolean to convert, 1 % bad rows,`,
		`medians of ${runs} runs in turns, Node ${process.version}, n8n-nodes-base ${NODES_BASE_VERSION}`,
	].join('\n');
}

async function compare(plan: Plan, rows: number, contenders: Contender[]): Promise<void> {
	const path = join(plan.folder, `${rows}.csv`);
	const small = join(plan.folder, 'one.csv');
	await writeExport(path, rows);
	await writeExport(small, 1);
	const empty = await measured(plan, small, 1, contenders);
	const full = await measured(plan, path, rows, contenders);
	console.log(
		`\n${row(`${whole(rows)} rows, ${mb(statSync(path).size)} MB`, 'rows/s', 'seconds', 'computing', 'MB added')}`,
	);
	const costs = new Map<Contender, Cost>();
	for (const contender of contenders) {
		const runs = full.get(contender) ?? [];
		const of = (key: 'milliseconds' | 'computing' | 'peakBytes', all = runs) =>
			median(all.map((run) => run[key]));
		const cost = {
			milliseconds: of('milliseconds'),
			computing: of('computing'),
			addedBytes: of('peakBytes') - of('peakBytes', empty.get(contender)),
		};
		costs.set(contender, cost);
		const { milliseconds, computing, addedBytes } = cost;
		const perSecond = whole((rows / milliseconds) * 1_000);
		console.log(
			row(LABELS[contender], perSecond, seconds(milliseconds), seconds(computing), mb(addedBytes)),
		);
	}
	for (const line of ratios(costs, rows)) console.log(line);
}

/** The targets are those of the issue that this bench answers. */
function ratios(costs: Map<Contender, Cost>, rows: number): string[] {
	const { advocate, earlier, parse, nodes } = Object.fromEntries(costs) as Partial<
		Record<Contender, Cost>
	>;
	if (advocate === undefined) return [];
	const lines: string[] = [];
	const add = (label: string, a: Cost, b: Cost, target: string) => {
		const ratio = (key: 'milliseconds' | 'computing') => (a[key] / b[key]).toFixed(2);
		lines.push(row(label, ratio('milliseconds'), ratio('computing')) + `  (${target})`);
	};
	if (earlier || parse || nodes) lines.push(row('', 'time', 'computing'));
	if (earlier) add(`Earlier / now`, earlier, advocate, 'target: at least 3');
	if (parse) add('Now / csv-parse + stringify', advocate, parse, 'target: at most 1.2');
	if (nodes) add("n8n's nodes / now", nodes, advocate, 'target: at least 20');
	const most = 64_000_000 + 24 * rows;
	lines.push(`MB added: ${mb(advocate.addedBytes)}  (target: at most ${mb(most)})`);
	return lines;
}

/** Every contender in turn, as often as asked for. */
async function measured(
	plan: Plan,
	path: string,
	rows: number,
	contenders: Contender[],
): Promise<Map<Contender, FileRun[]>> {
	const results = new Map(contenders.map((contender) => [contender, [] as FileRun[]]));
	for (let run = 0; run < plan.runs; run++) {
		for (const [contender, done] of results) {
			const surroundings = {
				sandbox: plan.sandbox,
				packageFolder: plan.packages[contender],
			};
			const script = `bench/file-contenders/${SCRIPTS[contender]}.cts`;
			const one = await runContender<FileRun>(script, path, JSON.stringify(surroundings));
			const expected = contender === 'parse' ? rows : goodRows(rows);
			if (one.rows !== expected) {
				throw new Error(`${LABELS[contender]} sent ${one.rows} rows of ${expected}`);
			}
			done.push(one);
		}
	}
	return results;
}
