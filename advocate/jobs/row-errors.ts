import { isAlreadyKnown, type RowError, type RowErrors } from '../api/schema';
import { CsvReader } from '../files/csv-reader';
import { AdvocateError } from '../errors';
import { parsedRecord } from '../json';
import { zipKind, ZIP_START } from '../files/zip';
import { LONGEST_ROW } from '../files/longest-row';

/**
 * Reads an errors file as it streams in: CSV with the documented columns, or JSON Lines with the same names.
 * Memory does not grow with the file.
 *
 * @param content the file's bytes
 * @param type the job's type
 * @param most how many rows to keep
 * @throws {AdvocateError} UNEXPECTED_ANSWER for a workbook or another file that can't be read as rows, or
 * whose rows never end
 */
export async function readRowErrors(
	content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	type: string,
	most: number,
): Promise<RowErrors> {
	const decoder = new TextDecoder();
	const result: RowErrors = { rowErrors: [], total: 0, alreadyKnown: 0 };
	let reader: RowReader | undefined;
	/** The first bytes, for recognizing a ZIP file. */
	let head = Buffer.alloc(0);
	let start = '';
	const keep = (rows: RowError[]) => {
		result.total += rows.length;
		for (const row of rows) {
			if (isAlreadyKnown(row, type)) result.alreadyKnown++;
			if (result.rowErrors.length < most) result.rowErrors.push(row);
		}
	};
	const take = (text: string) => {
		if (reader !== undefined) return keep(reader.read(text));
		// The first pieces may be too short to tell what the file is.
		start = (start + text).trimStart();
		if (start === '' || head.length < ZIP_START) return;
		reader = readerFor(start, head);
		keep(reader.read(start));
	};
	for await (const chunk of content) {
		if (head.length < ZIP_START) head = Buffer.concat([head, chunk.subarray(0, ZIP_START)]);
		take(decoder.decode(chunk, { stream: true }));
	}
	take(decoder.decode());
	if (reader === undefined) {
		reader = readerFor(start, head);
		keep(reader.read(start));
	}
	keep(reader.end());
	return result;
}

interface RowReader {
	read(text: string): RowError[];
	end(): RowError[];
}

function readerFor(start: string, head: Uint8Array): RowReader {
	const zip = zipKind(head);
	if (zip !== undefined) throw zip === 'workbook' ? isWorkbook() : isArchive();
	return start.startsWith('{') ? jsonLinesReader() : csvReader();
}

function isWorkbook(): AdvocateError {
	return new AdvocateError('UNEXPECTED_ANSWER', 'The errors file is a workbook (XLSX), not text', {
		hint: 'Choose CSV as the output format when creating the job, or attach the errors file instead of reading its rows.',
	});
}

/** Workbooks come zipped (guide). */
function isArchive(): AdvocateError {
	return new AdvocateError(
		'UNEXPECTED_ANSWER',
		'The errors file is a ZIP file, the form in which Advocate sends workbooks (XLSX), not text',
		{
			hint: 'Choose CSV as the output format when creating the job, or attach the errors file instead of reading its rows, and decompress it.',
		},
	);
}

function csvReader(): RowReader {
	const csv = new CsvReader();
	let columns: string[] | undefined;
	const rows = (records: string[][]) =>
		records.flatMap((record) => {
			if (csv.faultOf(record) === 'tooLong') throw endlessRow();
			if (record.every((cell) => cell.trim() === '')) return [];
			if (columns !== undefined) return [rowErrorFrom(named(record, columns))];
			columns = errorsColumns(record);
			return [];
		});
	return { read: (text) => rows(csv.read(text)), end: () => rows(csv.end().records) };
}

function errorsColumns(header: string[]): string[] {
	const columns = header.map((name) => name.trim());
	if (columns.includes('recordNumber') || columns.includes('message')) return columns;
	throw new AdvocateError('UNEXPECTED_ANSWER', 'The errors file has none of the expected columns', {
		hint: 'Attach the errors file instead of reading its rows, or look at it in the Advocate portal.',
	});
}

function jsonLinesReader(): RowReader {
	/**
	 * The line that has not ended yet; joined only at its end, or a long line would be copied for each piece.
	 */
	let pieces: string[] = [];
	let length = 0;
	const rows = (lines: string[]) =>
		lines.flatMap((line) => {
			const value = parsedRecord(line);
			return value === undefined ? [] : [rowErrorFrom(value)];
		});
	const keep = (piece: string) => {
		pieces.push(piece);
		length += piece.length;
		if (length > LONGEST_ROW) throw endlessRow();
	};
	const take = () => {
		const line = pieces.join('');
		pieces = [];
		length = 0;
		return line;
	};
	return {
		read(text) {
			const [first = '', ...others] = text.split('\n');
			keep(first);
			const last = others.pop();
			if (last === undefined) return [];
			const lines = [take(), ...others];
			keep(last);
			return rows(lines);
		},
		end: () => rows([take()]),
	};
}

function endlessRow(): AdvocateError {
	return new AdvocateError('UNEXPECTED_ANSWER', 'The errors file has a row that never ends', {
		hint: 'It may not be the expected file. Attach the errors file instead of reading its rows, or look at it in the Advocate portal.',
	});
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
