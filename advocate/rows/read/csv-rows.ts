import { CsvReader, type CsvFault } from '../../files/csv-reader';
import { AdvocateError } from '../../errors';
import { type ReadRow, EXCERPT, MILLIONS, TOO_LONG } from './read-row';

const FAULTS: Record<CsvFault, string> = {
	tooLong: TOO_LONG,
	textAfterQuote:
		'A cell continues after its closing quote ("), so it is not certain where it ends. Write a quote within a cell as two ("")',
};

const NEVER_CLOSED =
	'A quote (") is opened in this row and never closed, so the rest of the file was read as part of it. Close it, or write it as two (""), and import the rows from this one on again';

const HEADER_AGAIN =
	'The row repeats the column names, as happens when files are joined. No data is missing';

/** Reads rows of CSV by their header; a row that can't be read with certainty has a problem. */
export class CsvRows {
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
		return rows.map(({ row }) => ({ row, problem: NEVER_CLOSED }));
	}

	private rows(records: string[][]): ReadRow[] {
		return records.flatMap((cells) => {
			const fault = this.csv.faultOf(cells);
			if (fault === undefined && cells.every((cell) => cell.trim() === '')) return [];
			if (this.columns !== undefined) return [this.row(cells, this.columns, fault)];
			if (fault === 'tooLong') throw headerTooLong();
			this.columns = cells;
			this.onColumns(cells);
			return [];
		});
	}

	private row(cells: string[], columns: string[], fault: CsvFault | undefined): ReadRow {
		if (fault === 'tooLong') return { row: { line: lineStart(cells) }, problem: TOO_LONG };
		// Missing cells are not filled in: thousands of short rows below thousands of columns would be millions
		// of them.
		const named = columns.slice(0, cells.length).map((column, index) => [column, cells[index]]);
		const row = Object.fromEntries(named) as Record<string, unknown>;
		if (cells.length !== columns.length) {
			return { row: { ...row, cells }, problem: otherLength(cells.length, columns.length) };
		}
		if (fault !== undefined) return { row, problem: FAULTS[fault] };
		return isSame(cells, columns) ? { row, problem: HEADER_AGAIN } : { row };
	}
}

function headerTooLong(): AdvocateError {
	return new AdvocateError(
		'FILE_REFUSED',
		`The file was not uploaded: its first line is longer than ${MILLIONS} million characters, or has more than a million cells.`,
		{ hint: 'Make sure that each row ends with a line break, and upload it again.' },
	);
}

function otherLength(cells: number, columns: number): string {
	const has = cells === 1 ? '1 cell' : `${cells} cells`;
	return `The row has ${has}, but the header has ${columns}. Give it one for each column, and put a cell that contains a comma in quotes`;
}

function isSame(cells: string[], columns: string[]): boolean {
	return cells.every((cell, index) => cell === columns[index]);
}

/** The beginning of a row, as far as a person would look at it. */
function lineStart(cells: string[]): string {
	const start = cells.slice(0, EXCERPT).map((cell) => cell.slice(0, EXCERPT));
	return `${start.join(',').slice(0, EXCERPT)}…`;
}
