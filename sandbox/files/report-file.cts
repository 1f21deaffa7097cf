import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isObject, readerOf } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';
import type { Settings } from '../settings.cts';
import { inChunks } from './chunks.cts';
import { workbookFiles } from './workbook.cts';
import { zip } from './zip.cts';

/** The formats in which a job's results can be asked for. */
export type OutputFormat = 'CSV' | 'XLSX' | 'JSONL';

/** The kinds of file that come: what is asked for as XLSX can be one of three. */
export type FileForm = 'csv' | 'jsonl' | 'workbook' | 'zippedWorkbook';

/** What a results file or an errors file holds. */
export interface Report {
	/** Dotted paths, in the order in which CSV has them. */
	columns: readonly string[];
	rows: AsyncIterable<JsonObject> | Iterable<JsonObject>;
}

/** The extension (with its dot) and the content type of each kind of file. */
export const fileTypes: Readonly<Record<FileForm, { extension: string; contentType: string }>> = {
	csv: { extension: '.csv', contentType: 'text/csv; charset=utf-8' },
	jsonl: { extension: '.jsonl', contentType: 'application/x-ndjson' },
	workbook: {
		extension: '.xlsx',
		contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	},
	zippedWorkbook: { extension: '.zip', contentType: 'application/zip' },
};

/** The name of a job's results or errors file. */
export function reportName(jobId: string, kind: string, form: FileForm): string {
	return `${jobId}_${kind}${fileTypes[form].extension}`;
}

/** The kind of file with which a job answers. */
export function formOf(format: OutputFormat, { xlsxAs }: Pick<Settings, 'xlsxAs'>): FileForm {
	if (format === 'XLSX') return xlsxAs;
	return format === 'JSONL' ? 'jsonl' : 'csv';
}

/**
 * Writes a report to a file, in memory that does not grow with it.
 * @param signal ends the writing early
 * @returns how many rows it has
 */
export async function writeReport(
	path: string,
	form: FileForm,
	report: Report,
	signal?: AbortSignal,
): Promise<number> {
	let rows = 0;
	async function* counted() {
		for await (const row of report.rows) {
			rows += 1;
			yield row;
		}
	}
	const content = contentOf(form, { ...report, rows: counted() }, basename(path));
	await pipeline(Readable.from(content), createWriteStream(path), { signal });
	return rows;
}

function contentOf(form: FileForm, report: Report, name: string): AsyncIterable<string | Buffer> {
	switch (form) {
		case 'csv':
			return inChunks(csvLines(report));
		case 'jsonl':
			return inChunks(jsonLines(report));
		case 'workbook':
			return zip(workbookFiles(cellsOf(report)));
		case 'zippedWorkbook':
			return zip([
				{
					name: name.replace(/\.zip$/, '.xlsx'),
					content: contentOf('workbook', report, name),
				},
			]);
	}
}

async function* cellsOf({ columns, rows }: Report): AsyncGenerator<readonly unknown[]> {
	yield columns;
	const readers = columns.map(readerOf);
	for await (const row of rows) {
		yield readers.map((read) => {
			const value = read(row);
			return typeof value === 'number' || typeof value === 'boolean' ? value : cellText(value);
		});
	}
}

async function* csvLines({ columns, rows }: Report): AsyncGenerator<string> {
	yield csvLine(columns);
	const readers = columns.map(readerOf);
	for await (const row of rows) yield csvLine(readers.map((read) => read(row)));
}

function csvLine(cells: readonly unknown[]): string {
	return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(value: unknown): string {
	const text = cellText(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A value in a cell. A list is a text with commas, as in the sample reports. */
function cellText(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	const flat = Array.isArray(value) && value.every((item) => !isObject(item));
	return flat ? value.join(',') : JSON.stringify(value);
}

async function* jsonLines({ columns, rows }: Report): AsyncGenerator<string> {
	const tree = makeTree(columns);
	for await (const row of rows) yield `${JSON.stringify(prune(row, tree))}\n`;
}

/** Columns as JSON nests them: a column, or the columns within an object. */
type ColumnTree = Map<string, ColumnTree>;

function makeTree(columns: readonly string[]): ColumnTree {
	const tree: ColumnTree = new Map();
	for (const column of columns) {
		let branch = tree;
		for (const name of column.split('.')) {
			const next = branch.get(name) ?? new Map<string, ColumnTree>();
			branch.set(name, next);
			branch = next;
		}
	}
	return tree;
}

/** The part of a row that the columns name; null for what the row does not have. */
function prune(row: JsonObject, tree: ColumnTree): JsonObject {
	const entries = [...tree].map(([name, inner]) => {
		const value = Object.hasOwn(row, name) ? row[name] : undefined;
		if (inner.size === 0) return [name, value ?? null];
		return [name, isObject(value) ? prune(value, inner) : null];
	});
	return Object.fromEntries(entries) as JsonObject;
}
