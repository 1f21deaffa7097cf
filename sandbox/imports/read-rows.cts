import { createReadStream } from 'node:fs';
import { Readable, pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { isObject } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';

/** The formats an import file can have. */
export type ImportFormat = 'csv' | 'jsonl';

/** One record of an import file: an object, nested in the same way whatever the format. */
export interface ImportRow {
	/** Undefined when the record cannot be read; `problem` says why. */
	value?: JsonObject;
	problem?: string;
}

/** Thrown for a file that is not what its name says it is. */
export class UnreadableFile extends Error {}

/** The format that a file's extension stands for; undefined for any other extension. */
export function formatOf(fileRef: string): ImportFormat | undefined {
	const extension = /\.([^./]+)$/.exec(fileRef)?.[1]?.toLowerCase();
	return extension === 'csv' || extension === 'jsonl' ? extension : undefined;
}

/**
 * Reads the records of a file one by one, holding no more than a chunk of it in memory. Neither
 * blank lines nor a CSV file's header count as records.
 * @throws UnreadableFile when the file is not UTF-8, or the CSV's quotes do not match
 */
export async function* readRows(path: string, format: ImportFormat): AsyncGenerator<ImportRow> {
	yield* format === 'jsonl' ? readJsonLines(path) : readCsvRows(path);
}

/**
 * The names in a CSV file's first line, or undefined when the file has no lines.
 * @throws UnreadableFile as `readRows` does
 */
export async function readHeader(path: string): Promise<string[] | undefined> {
	for await (const cells of readCsv(path)) return cells;
	return undefined;
}

async function* readCsvRows(path: string): AsyncGenerator<ImportRow> {
	let columns: string[][] | undefined;
	for await (const cells of readCsv(path)) {
		if (columns) yield nestRow(columns, cells);
		else columns = cells.map((name) => name.split('.'));
	}
}

async function* readCsv(path: string): AsyncGenerator<string[]> {
	// A row of the wrong length is that row's problem, not the file's: nestRow reports it.
	const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true });
	pipeline(Readable.from(readText(path)), parser, () => undefined);
	try {
		for await (const cells of parser as AsyncIterable<string[]>) yield cells;
	} catch (error) {
		throw asUnreadable(error);
	}
}

async function* readJsonLines(path: string): AsyncGenerator<ImportRow> {
	for await (const line of readLines(path)) {
		if (line.trim() !== '') yield readJsonLine(line);
	}
}

function readJsonLine(line: string): ImportRow {
	try {
		const value: unknown = JSON.parse(line);
		if (isObject(value)) return { value };
	} catch {
		return { problem: 'This line is not valid JSON' };
	}
	return { problem: 'This line is not a JSON object' };
}

async function* readLines(path: string): AsyncGenerator<string> {
	let rest = '';
	for await (const text of readText(path)) {
		const lines = (rest + text).split(/\r?\n/);
		rest = lines.pop() ?? '';
		yield* lines;
	}
	yield rest;
}

async function* readText(path: string): AsyncGenerator<string> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	try {
		for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
			yield decoder.decode(chunk, { stream: true });
		}
		yield decoder.decode();
	} catch (error) {
		throw asUnreadable(error);
	}
}

// Recognised by their codes, not by `instanceof`: under jest, Node's own errors come from another realm.
function asUnreadable(error: unknown): unknown {
	const { code, message } = isObject(error) ? error : {};
	if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
		return new UnreadableFile('The file is not valid UTF-8');
	}
	if (typeof code === 'string' && code.startsWith('CSV_')) {
		return new UnreadableFile(`Invalid CSV: ${String(message)}`);
	}
	return error;
}

// Documented: in CSV a nested field is a dotted column. An empty cell means that the field is absent.
function nestRow(columns: readonly string[][], cells: readonly string[]): ImportRow {
	if (cells.length !== columns.length) {
		return { problem: `This row has ${cells.length} columns, the header has ${columns.length}` };
	}
	const value = emptyObject();
	for (const [index, path] of columns.entries()) {
		const cell = cells[index];
		if (cell === undefined || cell === '') continue;
		if (!setAt(value, path, cell)) {
			return { problem: `Column ${path.join('.')} clashes with another column` };
		}
	}
	return { value };
}

function setAt(target: Record<string, unknown>, path: readonly string[], cell: string): boolean {
	let inner = target;
	for (const name of path.slice(0, -1)) {
		const next = (inner[name] ??= emptyObject());
		if (!isObject(next)) return false;
		inner = next;
	}
	const last = path.at(-1) ?? '';
	if (last in inner) return false;
	inner[last] = cell;
	return true;
}

// Without a prototype, so that a column named `__proto__` is like any other.
function emptyObject(): Record<string, unknown> {
	return Object.create(null) as Record<string, unknown>;
}
