import { parseArgs } from 'node:util';
import { assertRowsArrived, exportValues } from './arrived-rows.cts';
import { withBuiltPackage } from '../harness/packages/built-package.cts';
import { runContender } from './contender.cts';
import { median } from './figures.cts';
import { installNodesBase } from '../harness/engine/n8n-nodes-base.cts';
import type { RowRun, Surroundings } from './row-contenders/row-run.cts';
import {
	CONTENDERS,
	growthTable,
	heading,
	sizeTable,
	type Contender,
	type Cost,
	type Costs,
} from './rows-report.cts';
import { withSandbox } from '../harness/processes/sandbox-process.cts';

/*
 * From items to an uploaded file: by Advocate Upload, of items as they are and of what a CRM exports (other names, values
 * to convert), by the nodes one would use without it for each of these, and by a bare loop, the floor. Each run is a process of its own, with the sandbox in another; the items are made
 * before the clock starts. Memory is the peak of the process less that of the same contender with one row,
 * so the items themselves are in it. After each run the file is read where the sandbox keeps it.
 */

const SCRIPTS: Record<Contender, string> = {
	advocate: 'bench/row-contenders/advocate-upload.cts',
	matched: 'bench/row-contenders/advocate-matched.cts',
	convert: 'bench/row-contenders/convert-to-file.cts',
	edit: 'bench/row-contenders/edit-fields.cts',
	floor: 'bench/row-contenders/floor.cts',
};

interface Settings {
	sizes: number[];
	runs: number;
	contenders: Contender[];
	/** The most rows for Edit Fields, which takes a minute for each hundred thousand. */
	editRows: number;
}

/** What every run of one bench shares. */
interface Plan extends Settings {
	packageFolder: string;
}

/**
 * Options: `--rows N,N,…`, the sizes, from small to large (10000,100000,500000); `--runs N`, of which the
 * median counts (3); `--only NAME,…`, some of the contenders advocate, matched, convert, edit and floor; `--edit-rows N`,
 * the most rows for edit (100000).
 */
export async function benchRows(args: string[]): Promise<void> {
	const settings = readSettings(args);
	if (settings.contenders.some((name) => name === 'convert' || name === 'edit')) installNodesBase();
	await withBuiltPackage(async (packageFolder) => await compare({ ...settings, packageFolder }));
}

async function compare(plan: Plan): Promise<void> {
	console.log(heading(plan.runs));
	const empty = await peaksOfOneRow(plan);
	const bySize = new Map<number, Costs>();
	for (const rows of plan.sizes) {
		const costs = await measured(plan, rows, empty);
		bySize.set(rows, costs);
		console.log(sizeTable(rows, costs));
	}
	console.log(growthTable(bySize));
}

function readSettings(args: string[]): Settings {
	const { values } = parseArgs({
		args,
		options: {
			rows: { type: 'string', default: '10000,100000,500000' },
			runs: { type: 'string', default: '3' },
			only: { type: 'string', default: Object.keys(CONTENDERS).join(',') },
			'edit-rows': { type: 'string', default: '100000' },
		},
	});
	const contenders = values.only.split(',');
	const unknown = contenders.find((name) => !(name in CONTENDERS));
	if (unknown !== undefined) throw new Error(`--only: there is no contender "${unknown}"`);
	return {
		sizes: values.rows.split(',').map((size) => positive('--rows', size)),
		runs: positive('--runs', values.runs),
		contenders: contenders as Contender[],
		editRows: positive('--edit-rows', values['edit-rows']),
	};
}

function positive(option: string, text: string): number {
	if (/^[1-9]\d*$/.test(text)) return Number(text);
	throw new Error(`${option}: "${text}" is not a number of at least 1`);
}

/** The peak of each contender's memory, in bytes, when there is all but nothing to do. */
async function peaksOfOneRow(plan: Plan): Promise<Map<Contender, number>> {
	const runs = await runAll(plan, 1);
	return new Map([...runs].map(([contender, done]) => [contender, medianOf(done, 'peakBytes')]));
}

async function measured(plan: Plan, rows: number, empty: Map<Contender, number>): Promise<Costs> {
	const runs = await runAll(plan, rows);
	return new Map(
		[...runs].map(([contender, done]): [Contender, Cost] => {
			const addedBytes = medianOf(done, 'peakBytes') - (empty.get(contender) ?? 0);
			const [milliseconds, computing] = [
				medianOf(done, 'milliseconds'),
				medianOf(done, 'computing'),
			];
			return [contender, { milliseconds, computing, addedBytes }];
		}),
	);
}

/** Every contender in turn, as often as asked for, with a sandbox of their own. */
async function runAll(plan: Plan, rows: number): Promise<Map<Contender, RowRun[]>> {
	const contenders = plan.contenders.filter((name) => name !== 'edit' || rows <= plan.editRows);
	const results = new Map(contenders.map((contender) => [contender, [] as RowRun[]]));
	await withSandbox(async (sandbox) => {
		const surroundings = { sandbox, packageFolder: plan.packageFolder };
		for (let run = 0; run < plan.runs; run++) {
			for (const [contender, done] of results) {
				done.push(await runOne(contender, rows, surroundings));
			}
		}
	});
	return results;
}

async function runOne(
	contender: Contender,
	rows: number,
	surroundings: Surroundings,
): Promise<RowRun> {
	const args = [String(rows), JSON.stringify(surroundings)];
	const run = await runContender<RowRun>(SCRIPTS[contender], ...args);
	const isExport = contender === 'matched' || contender === 'edit';
	const expected = isExport ? exportValues : undefined;
	await assertRowsArrived(surroundings.sandbox, run.fileRefs, rows, expected);
	return run;
}

function medianOf(runs: RowRun[], quantity: 'milliseconds' | 'computing' | 'peakBytes'): number {
	return median(runs.map((run) => run[quantity]));
}
