import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ImportType } from '../job-types.cts';

/** The formats a job's results can have. The sandbox answers XLSX with CSV. */
export type OutputFormat = 'CSV' | 'XLSX' | 'JSONL';

/** A row that failed, as the errors file reports it. Source: the API sheet, "Results". */
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
 * The columns of a results file, in order. The API documents that there is such a file, but not what
 * it holds: the sandbox lists each accepted row's number and whom or what the row is about.
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

/** One line of a results or errors file, with its line end. `cells` are in the order of the columns. */
export function formatLine(
	format: OutputFormat,
	columns: readonly string[],
	cells: readonly unknown[],
): string {
	if (format !== 'JSONL') return `${cells.map(csvCell).join(',')}\n`;
	const entries = columns.map((name, index) => [name, cells[index] ?? null]);
	return `${JSON.stringify(Object.fromEntries(entries))}\n`;
}

/** What a file of this format begins with: a header in CSV, nothing in JSONL. */
export function formatHeader(format: OutputFormat, columns: readonly string[]): string {
	return format === 'JSONL' ? '' : formatLine(format, columns, columns);
}

/** The extension (with its dot) and the content type of a file of this format. */
export function fileType(format: OutputFormat): { extension: string; contentType: string } {
	if (format === 'JSONL') return { extension: '.jsonl', contentType: 'application/x-ndjson' };
	return { extension: '.csv', contentType: 'text/csv; charset=utf-8' };
}

/** Writes a results or errors file line by line, waiting whenever the disk falls behind. */
export class ResultsWriter {
	readonly #stream: WriteStream;
	readonly #format: OutputFormat;
	readonly #columns: readonly string[];
	/** How many lines have been written, not counting the header. */
	lines = 0;

	constructor(path: string, format: OutputFormat, columns: readonly string[]) {
		this.#stream = createWriteStream(path);
		this.#format = format;
		this.#columns = columns;
		this.#stream.write(formatHeader(format, columns));
	}

	/** Adds a line; resolves once the next may be written. */
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
