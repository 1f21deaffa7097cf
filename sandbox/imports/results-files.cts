import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ImportType, OutputFormat } from '../job-types.cts';

/** A row that failed, as the errors file tells it. Source: the API sheet, "Results". */
export interface RowFailure {
	/** The row in the file, counted from the option `recordNumberBase`. */
	recordNumber: number;
	message: string;
	apiErrorCode: string;
	statusCode: number;
}

/** The columns of an errors file, in order. */
export const errorColumns = ['recordNumber', 'message', 'apiErrorCode', 'statusCode'] as const;

/**
 * The columns of a results file, in order. The API documents that there is such a file and not
 * what it holds: the sandbox lists each accepted row's number and what the row is about.
 */
export function resultColumns(type: ImportType): readonly string[] {
	const subject: Readonly<Record<ImportType, readonly string[]>> = {
		'MUTATION/USER': ['accountId', 'id'],
		'MUTATION/DELETE_USER': ['accountId', 'id'],
		'MUTATION/USER_EVENT': ['accountId', 'userId', 'event.key'],
		'MUTATION/REDEEMABLE_REWARD_BALANCE': ['accountId', 'userId', 'valueToRedeem'],
	};
	return ['recordNumber', ...subject[type]];
}

/** One line of a results or errors file, with its line end; `cells` in the columns' order. */
export function formatLine(
	format: OutputFormat,
	columns: readonly string[],
	cells: readonly unknown[],
): string {
	if (format !== 'JSONL') return `${cells.map(csvCell).join(',')}\n`;
	const entries = columns.map((name, index) => [name, cells[index] ?? null]);
	return `${JSON.stringify(Object.fromEntries(entries))}\n`;
}

/** What a file of this format begins with: CSV has a header. XLSX is answered as CSV. */
export function formatHeader(format: OutputFormat, columns: readonly string[]): string {
	return format === 'JSONL' ? '' : formatLine(format, columns, columns);
}

/** The extension, with its dot, and the content type of a file of this format. */
export function fileType(format: OutputFormat): { extension: string; contentType: string } {
	if (format === 'JSONL') return { extension: '.jsonl', contentType: 'application/x-ndjson' };
	return { extension: '.csv', contentType: 'text/csv; charset=utf-8' };
}

/** Writes a results or errors file line by line, waiting for the disk when it is behind. */
export class ResultsWriter {
	readonly #stream: WriteStream;
	readonly #format: OutputFormat;
	readonly #columns: readonly string[];
	/** Lines written so far, the header not counted. */
	lines = 0;

	constructor(path: string, format: OutputFormat, columns: readonly string[]) {
		this.#stream = createWriteStream(path);
		this.#format = format;
		this.#columns = columns;
		this.#stream.write(formatHeader(format, columns));
	}

	/** Adds a line; resolves once more may be written. */
	async write(cells: readonly unknown[]): Promise<void> {
		this.lines += 1;
		const line = formatLine(this.#format, this.#columns, cells);
		if (!this.#stream.write(line)) await once(this.#stream, 'drain');
	}

	/** Ends the file; resolves once it is on disk. */
	async close(): Promise<void> {
		this.#stream.end();
		await finished(this.#stream);
	}
}

function csvCell(value: unknown): string {
	if (value === undefined || value === null) return '';
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
