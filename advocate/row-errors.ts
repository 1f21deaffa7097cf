import { isRecord } from './answer';
import { CsvReader } from './csv';
import { AdvocateError } from './errors';

/** One line of a job's errors file (guide). */
export interface RowError {
	/**
	 * The row in the uploaded file, as the API counts. Whether it counts from 0, from 1 or counts the
	 * header is not documented.
	 */
	recordNumber: number | string;
	message: string;
	apiErrorCode: string;
	statusCode: number | string;
}

/** The rows of an errors file, as many as wanted, and how many there are. */
export interface RowErrors {
	rowErrors: RowError[];
	total: number;
}

/**
 * Reads an errors file as it streams in: CSV with the documented columns, or JSON Lines with the same
 * names. Memory does not grow with the file.
 *
 * @param content the file's bytes
 * @param most how many rows to keep
 * @throws {AdvocateError} UNEXPECTED_ANSWER for a workbook or another file that can't be read as rows
 */
export async function readRowErrors(
	content: AsyncIterable<Uint8Array>,
	most: number,
): Promise<RowErrors> {
	const decoder = new TextDecoder();
	const result: RowErrors = { rowErrors: [], total: 0 };
	let reader: RowReader | undefined;
	const keep = (rows: RowError[]) => {
		result.total += rows.length;
		const room = most - result.rowErrors.length;
		if (room > 0) result.rowErrors.push(...rows.slice(0, room));
	};
	for await (const chunk of content) {
		const text = decoder.decode(chunk, { stream: true });
		reader ??= readerFor(text);
		keep(reader.read(text));
	}
	if (reader !== undefined) keep(reader.end());
	return result;
}

interface RowReader {
	read(text: string): RowError[];
	end(): RowError[];
}

function readerFor(start: string): RowReader {
	if (start.startsWith('PK')) {
		throw new AdvocateError('UNEXPECTED_ANSWER', 'The errors file is a workbook (XLSX), not text', {
			hint: 'Choose CSV as the output format in Advocate Create Job, or attach the errors file in place of reading its rows.',
		});
	}
	return start.trimStart().startsWith('{') ? jsonLinesReader() : csvReader();
}

function csvReader(): RowReader {
	const csv = new CsvReader();
	let columns: string[] | undefined;
	const rows = (records: string[][]) =>
		records.flatMap((record) => {
			if (record.every((cell) => cell.trim() === '')) return [];
			if (columns !== undefined) return [rowErrorFrom(named(record, columns))];
			columns = record.map((name) => name.trim());
			return [];
		});
	return { read: (text) => rows(csv.read(text)), end: () => rows(csv.end().records) };
}

function jsonLinesReader(): RowReader {
	let rest = '';
	const rows = (lines: string[]) =>
		lines.flatMap((line) => {
			const value = parsed(line);
			return isRecord(value) ? [rowErrorFrom(value)] : [];
		});
	return {
		read(text) {
			const lines = (rest + text).split('\n');
			rest = lines.pop() ?? '';
			return rows(lines);
		},
		end: () => rows([rest]),
	};
}

function named(record: string[], columns: string[]): Record<string, unknown> {
	return Object.fromEntries(columns.map((column, index) => [column, record[index] ?? '']));
}

function rowErrorFrom(row: Record<string, unknown>): RowError {
	return {
		recordNumber: numberOrText(row['recordNumber']),
		message: textOf(row['message']),
		apiErrorCode: textOf(row['apiErrorCode']),
		statusCode: numberOrText(row['statusCode']),
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function numberOrText(value: unknown): number | string {
	const text = textOf(value).trim();
	return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
