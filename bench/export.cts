import { parseArgs } from 'node:util';
import { installNodesBase, NODES_BASE_VERSION } from '../harness/engine/n8n-nodes-base.cts';
import { withBuiltPackage } from '../harness/packages/built-package.cts';
import {
	tenantCredential,
	withSandbox,
	type SandboxAddress,
} from '../harness/processes/sandbox-process.cts';
import { runContender } from './contender.cts';
import type { ExportRun, ExportTask } from './export-contenders/export-run.cts';
import { mb, median, row, seconds, whole } from './figures.cts';

/*
 * The result of an export of users: its rows in batches beside csv-parse over the same stream; as a file and as items
 * in n8n's engine; and beside HTTP Request with Extract From File. Each run is a process of its own, in turns, with the
 * sandbox in another, which has written the file before. Memory is the peak of the process less that of the same
 * contender with an export of one row.
 */

interface Contender {
	label: string;
	script: string;
	result?: 'items' | 'file';
	maxRows?: number;
}

interface Plan {
	runs: number;
	packageFolder: string;
	sandbox: SandboxAddress;
}

interface Cost {
	milliseconds: number;
	computing: number;
	addedBytes: number;
}

/**
 * Options: `--rows N`, the size of the export (1000000); `--node-rows N`, of the smaller one for n8n's nodes, which hold
 * all rows in memory (50000; 0 leaves them out); `--runs N`, of which the median counts (3).
 */
export async function benchExport(args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			rows: { type: 'string', default: '1000000' },
			'node-rows': { type: 'string', default: '50000' },
			runs: { type: 'string', default: '3' },
		},
	});
	const nodeRows = Number(values['node-rows']);
	if (nodeRows > 0) installNodesBase();
	await withBuiltPackage(async (packageFolder) => {
		await withSandbox(
			async (sandbox) => {
				const plan = { runs: Number(values.runs), packageFolder, sandbox };
				console.log(
					`The result of an export of users (CSV, 15 columns), medians of ${plan.runs} runs in turns, ` +
						`Node ${process.version}, n8n-nodes-base ${NODES_BASE_VERSION}`,
				);
				await compareBatches(plan, Number(values.rows));
				if (nodeRows > 0) await compareNodes(plan, nodeRows);
			},
			['--job-duration', '0'],
		);
	});
}

async function compareBatches(plan: Plan, rows: number): Promise<void> {
	const limits = [10_000, 20_000, 40_000].filter((limit) => limit <= rows);
	const [batches, parse, file, ...items] = await costsOf(plan, rows, [
		{ label: 'Advocate Export, in batches', script: 'batches' },
		{ label: 'csv-parse', script: 'csv-parse' },
		{ label: 'Advocate Export, as a file', script: 'advocate-export', result: 'file' },
		...limits.map((maxRows) => ({
			label: `Advocate Export, ${whole(maxRows)} items`,
			script: 'advocate-export',
			maxRows,
		})),
	]);
	if (!batches || !parse || !file) return;
	console.log(row('', 'time', 'computing'));
	console.log(`${ratio('In batches / csv-parse', batches, parse)}  (target: at most 1.3)`);
	console.log(`MB added in batches: ${mb(batches.addedBytes)}  (target: flat, below 64)`);
	console.log(`MB added as a file: ${mb(file.addedBytes)}  (target: below 64)`);
	const each = items.map(({ addedBytes }, index) => addedBytes / (limits[index] ?? 1) / 1_000);
	console.log(
		`kB an item: ${each.map((kb) => kb.toFixed(1)).join(', ')}  (target: proportional to the limit)`,
	);
}

async function compareNodes(plan: Plan, rows: number): Promise<void> {
	const [own, nodes] = await costsOf(plan, rows, [
		{ label: 'Advocate Export, all items', script: 'advocate-export' },
		{ label: 'HTTP Request + Extract From File', script: 'http-extract' },
	]);
	if (!own || !nodes) return;
	console.log(row('', 'time', 'computing'));
	console.log(ratio("n8n's nodes / Advocate Export", nodes, own));
}

function ratio(label: string, a: Cost, b: Cost): string {
	const of = (key: 'milliseconds' | 'computing') => (a[key] / b[key]).toFixed(2);
	return row(label, of('milliseconds'), of('computing'));
}

async function costsOf(plan: Plan, rows: number, contenders: Contender[]): Promise<Cost[]> {
	const empty = await measured(plan, 1, contenders);
	const full = await measured(plan, rows, contenders);
	console.log(`\n${row(`${whole(rows)} rows`, 'rows/s', 'seconds', 'computing', 'MB added')}`);
	return contenders.map((contender) => {
		const of = (key: 'milliseconds' | 'computing' | 'peakBytes', all = full) =>
			median((all.get(contender) ?? []).map((run) => run[key]));
		const cost = {
			milliseconds: of('milliseconds'),
			computing: of('computing'),
			addedBytes: of('peakBytes') - of('peakBytes', empty),
		};
		const { milliseconds, computing, addedBytes } = cost;
		const perSecond = whole((Math.min(rows, contender.maxRows ?? rows) / milliseconds) * 1_000);
		console.log(
			row(contender.label, perSecond, seconds(milliseconds), seconds(computing), mb(addedBytes)),
		);
		return cost;
	});
}

/** Every contender in turn, as often as asked for. */
async function measured(
	{ runs, packageFolder, sandbox }: Plan,
	rows: number,
	contenders: Contender[],
): Promise<Map<Contender, ExportRun[]>> {
	const made = await madeExport(sandbox, rows);
	const results = new Map(contenders.map((contender) => [contender, [] as ExportRun[]]));
	for (let run = 0; run < runs; run++) {
		for (const [contender, done] of results) {
			const { script, label, result = 'items', maxRows = 0 } = contender;
			const task: ExportTask = { sandbox, packageFolder, ...made, result, maxRows };
			const path = `bench/export-contenders/${script}.cts`;
			const one = await runContender<ExportRun>(path, JSON.stringify(task));
			const expected = maxRows === 0 ? rows : Math.min(rows, maxRows);
			const isRight = result === 'file' ? one.count > 0 : one.count === expected;
			if (!isRight) throw new Error(`${label} had ${one.count} rows of ${expected}`);
			done.push(one);
		}
	}
	return results;
}

/** An export of so many made-up users, which the sandbox has written. */
async function madeExport(
	sandbox: SandboxAddress,
	rows: number,
): Promise<Pick<ExportTask, 'jobId' | 'link'>> {
	const { baseUrl, tenantAlias, apiKey } = tenantCredential(sandbox);
	const post = async (path: string, body: object) => {
		const authorization = `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`;
		const headers = { authorization, 'content-type': 'application/json' };
		const method = 'POST';
		const answer = await fetch(`${baseUrl}${path}`, {
			method,
			headers,
			body: JSON.stringify(body),
		});
		return (await answer.json()) as { data: Record<string, { id: string; downloadUrl: string }> };
	};
	const graphql = async (query: string) => await post(`/api/v1/${tenantAlias}/graphql`, { query });
	await post('/__sandbox/records', { type: 'QUERY/USER', count: rows });
	const created = await graphql('mutation { createJob(jobInput: {type: "QUERY/USER"}) { id } }');
	const jobId = created.data.createJob?.id ?? '';
	// The sandbox answers once it has written the file.
	const { data } = await graphql(`{ job(id: "${jobId}") { id downloadUrl } }`);
	return { jobId, link: data.job?.downloadUrl ?? '' };
}
