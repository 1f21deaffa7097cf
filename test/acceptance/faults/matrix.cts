import type { CellResult } from './cell.cts';
import { columns } from './columns.cts';
import { rows } from './rows.cts';

const SYMBOLS = { done: 'o', noted: 'n', less: 'l', error: 'e', stuck: 's' } as const;

/** What the symbols of the matrix mean. */
export const LEGEND = [
	'Each field: the fault once, twice, for ever.',
	'o  done: everything asked for came; an import made exactly one job',
	'n  noted: the job is done, and its item says what could not be fetched, or that there may be two',
	"l  less: Advocate's own fields are there, the tenant's are not",
	'e  error that says what to do; no job was made',
	'E  error that says what to do; exactly one job was made',
	'!  not as it must be (listed below)',
].join('\n');

/** The matrix as text: a line for each fault, a column for each request. */
export function matrixText(results: readonly CellResult[]): string {
	const shownRows = rows.filter(({ name }) => results.some(({ cell }) => cell.row.name === name));
	const width = Math.max(...columns.map(({ name }) => name.length)) + 2;
	const lines = columns.flatMap((column) => {
		const fields = shownRows.map((row) =>
			results
				.filter(({ cell }) => cell.row === row && cell.column === column)
				.map(symbolOf)
				.join(''),
		);
		if (fields.every((field) => field === '')) return [];
		return [column.name.padEnd(width) + fields.map((field) => (field || '·').padEnd(5)).join('')];
	});
	const heads = shownRows.map(({ name }, index) => `${letter(index)} ${name}`);
	const head = ''.padEnd(width) + shownRows.map((_, index) => letter(index).padEnd(5)).join('');
	return [...heads, '', head.trimEnd(), ...lines.map((line) => line.trimEnd())].join('\n');
}

/** One cell as it is named on the command line, `createJob:reset:done:2`. */
export function nameOf({ cell: { row, column, times } }: CellResult): string {
	return `${row.name}:${column.name}:${times === Infinity ? 'ever' : times}`;
}

function symbolOf({ end, jobs, wrong }: CellResult): string {
	if (wrong.length > 0) return '!';
	return end === 'error' && jobs === 1 ? 'E' : SYMBOLS[end];
}

function letter(index: number): string {
	return String.fromCharCode('A'.charCodeAt(0) + index);
}
