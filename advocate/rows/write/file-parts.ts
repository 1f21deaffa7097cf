import { AdvocateError } from '../../errors';
import { numberOr } from '../../settings';
import type { AcceptedRows } from './accepted-rows';
import { csvCell } from './file-lines';

/** Advocate's recommendation (guide), and room below SFTP's 100 MB (guide). */
export const DEFAULT_PART_LIMITS = { rows: 500_000, bytes: 95_000_000 } as const;

export interface PartLimits {
	/** How many rows a file may have. */
	rows: number;
	/** How many bytes a file may have. */
	bytes: number;
}

/** The limits of a file as a person set them; empty means the default. */
export interface PartSettings {
	maxRows?: number | string;
	/** Megabytes. */
	maxSize?: number | string;
}

/** @throws {AdvocateError} SETTINGS_INVALID if a file could hold nothing */
export function partLimits({ maxRows, maxSize }: PartSettings): PartLimits {
	const rows = numberOr(maxRows, DEFAULT_PART_LIMITS.rows);
	const bytes = numberOr(maxSize, DEFAULT_PART_LIMITS.bytes / 1_000_000) * 1_000_000;
	if (Number.isInteger(rows) && rows >= 1 && bytes > 0) return { rows, bytes };
	throw new AdvocateError('SETTINGS_INVALID', 'The limits for a file are not valid', {
		hint: 'Allow at least 1 row and more than 0 MB in a file.',
	});
}

/** A whole import file. */
export class FilePart {
	readonly sizeBytes: number;

	constructor(
		/** Its bytes, in pieces. */
		readonly chunks: Buffer[],
		/** Indexes of the source rows, from 0, in the order of the file. */
		readonly rowIndexes: readonly number[],
		/** Of the users of its rows (see userMark). */
		readonly marks: readonly number[],
	) {
		this.sizeBytes = chunks.reduce((sum, { length }) => sum + length, 0);
	}

	/** Its bytes in one piece: a copy, made each time. */
	get content(): Buffer {
		return Buffer.concat(this.chunks);
	}
}

/**
 * Divides rows into files within limits, without splitting a row. A row larger than a file may be gets a file
 * of its own.
 */
export function* fileParts(rows: AcceptedRows, limits: PartLimits): Generator<FilePart> {
	const { rowIndexes, sizes } = rows;
	let first = 0;
	let columns = new Columns();
	let bytes = 0;
	for (let row = 0; row < sizes.length; row++) {
		const added = sizes[row] ?? 0;
		const count = row - first;
		const size = bytes + added + columns.bytesWith(rows.columnsOf(row), count + 1);
		if (count > 0 && (count >= limits.rows || size > limits.bytes)) {
			yield filePart(rows, first, row, columns);
			first = row;
			columns = new Columns();
			bytes = 0;
		}
		columns.add(rows.columnsOf(row));
		bytes += added;
	}
	if (first < rowIndexes.length) yield filePart(rows, first, rowIndexes.length, columns);
}

function filePart(rows: AcceptedRows, first: number, end: number, { names }: Columns): FilePart {
	return new FilePart(
		rows.chunks(first, end, [...names]),
		stretch(rows.rowIndexes, first, end),
		stretch(rows.marks, first, end),
	);
}

/** Without a copy if it is all of them, as it nearly always is. */
function stretch(numbers: readonly number[], first: number, end: number): readonly number[] {
	return first === 0 && end === numbers.length ? numbers : numbers.slice(first, end);
}

/** The columns of one CSV file, in the order in which its rows introduce them. JSON Lines has none. */
class Columns {
	readonly names = new Set<string>();
	/** Bytes of the header, including the line end. */
	private header = 0;

	/** Bytes of the header and of the commas, if a row with these columns were the last of so many. */
	bytesWith(columns: Iterable<string>, rows: number): number {
		let { header } = this;
		let count = this.names.size;
		for (const column of columns) {
			if (this.names.has(column)) continue;
			header += bytesInHeader(column);
			count++;
		}
		return header + rows * Math.max(count - 1, 0);
	}

	add(columns: Iterable<string>): void {
		for (const column of columns) {
			if (this.names.has(column)) continue;
			this.names.add(column);
			this.header += bytesInHeader(column);
		}
	}
}

/** A column's name, and the comma or line end after it. */
function bytesInHeader(column: string): number {
	return Buffer.byteLength(csvCell(column)) + 1;
}
