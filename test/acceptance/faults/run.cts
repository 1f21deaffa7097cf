/**
 * `npm run test:faults`: every request the nodes make, against every fault, once, twice and for ever. Prints
 * the matrix and ends with 1 when a cell is not as it must be. See the README beside this file.
 */
import { print, strayOutput } from './captured-output.cts';

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keyOf, runCell, type Cell, type CellResult, type Surroundings } from './cell.cts';
import { columns } from './columns.cts';
import type { Times } from './expectation.cts';
import { findKey } from './key-search.cts';
import { LEGEND, matrixText, nameOf } from './matrix.cts';
import { OtherHost } from './other-host.cts';
import { isCell, rows } from './rows.cts';

const USAGE = `npm run test:faults -- [options]

  --only CELLS   only these, e.g. createJob, createJob:reset, :429 or createJob:reset:done:2;
                 several with commas
  --verbose      print each cell with its error, its requests and its seconds
  --list         print the requests and the faults, and what they are
`;

/** Cells that mostly wait for a timeout take next to no processor time. */
const WAITING_AT_ONCE = 30;

const TIMES: Times[] = [1, 2, Infinity];

function allCells(): Cell[] {
	const fields = rows.flatMap((row) =>
		columns.filter((column) => isCell(row, column)).map((column) => ({ row, column })),
	);
	return fields
		.flatMap((field) => TIMES.map((times) => ({ ...field, times })))
		.map((cell, number) => ({ ...cell, number }));
}

/** The cells that one of the patterns names: a request's name, a fault's, or both, from their start. */
function chosenCells(only: string | undefined): Cell[] {
	const patterns = only?.split(',').map((pattern) => pattern.trim());
	return allCells().filter((cell) => {
		if (patterns === undefined) return true;
		const { row, column, times } = cell;
		const fault = `:${column.name}:${times === Infinity ? 'ever' : times}`;
		return patterns.some((pattern) => {
			if (pattern.startsWith(':')) return isStart(pattern, fault);
			return isStart(pattern, row.name + fault);
		});
	});
}

function isStart(pattern: string, name: string): boolean {
	return name === pattern || name.startsWith(`${pattern}:`);
}

function mostlyWaits({ column, row }: Cell): boolean {
	return column.usesUpTimeout === true || row.name === 'job:wait';
}

async function runAll(
	cells: Cell[],
	surroundings: Surroundings,
	onResult: (result: CellResult) => void,
): Promise<CellResult[]> {
	const results: CellResult[] = [];
	const work = async (queue: Cell[]) => {
		for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
			const result = await runCell(cell, surroundings);
			results.push(result);
			onResult(result);
		}
	};
	// The longest first, so that none is left over at the end.
	const seconds = ({ row }: Cell) => row.timeoutSeconds ?? 0;
	const waiting = cells.filter(mostlyWaits).sort((a, b) => seconds(b) - seconds(a));
	const busy = cells.filter((cell) => !mostlyWaits(cell));
	await Promise.all([
		...Array.from({ length: WAITING_AT_ONCE }, async () => work(waiting)),
		...Array.from({ length: availableParallelism() * 2 }, async () => work(busy)),
	]);
	return results.sort((a, b) => a.cell.number - b.cell.number);
}

function printDetails(result: CellResult): void {
	const { end, jobs, error, wrong, requests, fired, seconds } = result;
	const counts = `${requests} requests, ${fired} faults, ${seconds.toFixed(1)} s`;
	print(`${nameOf(result)}: ${end}${jobs === undefined ? '' : `, ${jobs} jobs`}; ${counts}`);
	if (error !== undefined) print(`    ${error.message}\n    ${error.description}`);
	for (const line of wrong) print(`  ! ${line}`);
}

function printList(): void {
	print('Requests');
	for (const { name, what } of rows) print(`  ${name.padEnd(16)} ${what}`);
	print('Faults');
	for (const { name, what } of columns) print(`  ${name.padEnd(16)} ${what}`);
}

/** What is wrong with the run as a whole, whichever cell it came from. */
function wrongOfAll(cells: Cell[], rejections: unknown[]): string[] {
	const rejected = rejections.map((reason) => `a rejection was not handled: ${String(reason)}`);
	const leaked = cells.flatMap((cell) => findKey(strayOutput(), keyOf(cell), 'log'));
	return [...rejected, ...leaked.map(({ where, form }) => `a key is in ${where} (${form})`)];
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			only: { type: 'string' },
			verbose: { type: 'boolean', default: false },
			list: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return print(USAGE);
	if (values.list) return printList();
	const cells = chosenCells(values.only);
	if (cells.length === 0) throw new Error(`No cell is named ${values.only}.\n\n${USAGE}`);
	const rejections: unknown[] = [];
	process.on('unhandledRejection', (reason) => rejections.push(reason));
	const folder = mkdtempSync(join(tmpdir(), 'advocate-faults-'));
	const otherHost = await OtherHost.start();
	const begun = performance.now();
	try {
		const onResult = (result: CellResult) => (values.verbose ? printDetails(result) : undefined);
		const results = await runAll(cells, { otherHost, folder }, onResult);
		report(results, wrongOfAll(cells, rejections), (performance.now() - begun) / 1_000);
	} finally {
		await otherHost.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

function report(results: CellResult[], wrongOfRun: string[], seconds: number): void {
	const failed = results.filter(({ wrong }) => wrong.length > 0);
	print(`${matrixText(results)}\n\n${LEGEND}\n`);
	for (const result of failed) printDetails(result);
	for (const line of wrongOfRun) print(`! ${line}`);
	const count = (end: CellResult['end']) => results.filter((result) => result.end === end).length;
	const sum = (of: (result: CellResult) => number) =>
		results.reduce((total, result) => total + of(result), 0);
	print(
		[
			`${results.length} cells: ${count('done')} done, ${count('noted')} noted, ${count('less')} with less, ${count('error')} with an error`,
			`${sum(({ requests }) => requests)} requests, ${sum(({ fired }) => fired)} of them with a fault`,
			`${failed.length} cells not as they must be, in ${seconds.toFixed(0)} seconds`,
		].join('\n'),
	);
	if (failed.length > 0 || wrongOfRun.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
	print(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exitCode = 2;
});
