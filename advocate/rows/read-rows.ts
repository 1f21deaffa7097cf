import { isRecord } from '../answer';
import { CsvReader } from '../csv';
import type { ImportFormat } from '../import-files/file-name';

/** A row as a file holds it, or why it is none. */
export type ReadRow =
	| { source: Record<string, unknown>; problem?: undefined }
	| { problem: string; source: Record<string, unknown> };

/**
 * Reads the rows of an import file as its bytes stream in; memory holds a chunk's rows at a time. Blank
 * lines are no rows.
 *
 * @param content UTF-8, without a byte order mark
 * @param onColumns told the columns of a CSV file, once, before the first row
 * @returns the rows in their order, as many at a time as a chunk ends
 */
export async function* readRows(
	content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	format: ImportFormat,
	onColumns: (columns: string[]) => void = () => {},
): AsyncGenerator<ReadRow[]> {
	const reader = format === 'csv' ? new CsvRows(onColumns) : new JsonLines();
	const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
	for await (const chunk of content) yield reader.read(decoder.decode(chunk, { stream: true }));
	yield [...reader.read(decoder.decode()), ...reader.end()];
}

class CsvRows {
	private readonly csv = new CsvReader();
	private columns: string[] | undefined;

	constructor(private readonly onColumns: (columns: string[]) => void) {}

	read(text: string): ReadRow[] {
		return this.rows(this.csv.read(text));
	}

	end(): ReadRow[] {
		const { records, insideQuotes } = this.csv.end();
		const rows = this.rows(records);
		if (!insideQuotes) return rows;
		const problem = 'A quote is opened and never closed, from here to the end of the file';
		return rows.map(({ source }) => ({ source, problem }));
	}

	private rows(records: string[][]): ReadRow[] {
		return records.flatMap((cells) => {
			if (cells.every((cell) => cell.trim() === '')) return [];
			if (this.columns !== undefined) return [this.row(cells, this.columns)];
			this.columns = cells;
			this.onColumns(cells);
			return [];
		});
	}

	private row(cells: string[], columns: string[]): ReadRow {
		const named = columns.map((column, index): [string, string] => [column, cells[index] ?? '']);
		const source = Object.fromEntries(named);
		if (cells.length === columns.length) return { source };
		const problem = `The row has ${cells.length} cells, and the header has ${columns.length}`;
		return { source: { ...source, cells }, problem };
	}
}

class JsonLines {
	private rest = '';

	read(text: string): ReadRow[] {
		const lines = (this.rest + text).split('\n');
		this.rest = lines.pop() ?? '';
		return lines.flatMap(rowOfLine);
	}

	end(): ReadRow[] {
		return rowOfLine(this.rest);
	}
}

function rowOfLine(line: string): ReadRow[] {
	if (line.trim() === '') return [];
	const value = parsed(line);
	if (isRecord(value)) return [{ source: value }];
	return [{ source: { line }, problem: 'The line is not a JSON object' }];
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
