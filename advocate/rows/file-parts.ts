import type { ImportFormat } from '../import-files/file-name';
import { csvCell, type EncodedRow } from './file-lines';

/** Advocate's recommendation (guide), and room below SFTP's 100 MB (guide). */
export const DEFAULT_LIMITS = { rows: 500_000, bytes: 95_000_000 } as const;

export interface PartLimits {
	/** Rows a file may have. */
	rows: number;
	/** Bytes a file may have. */
	bytes: number;
}

/** A row that goes into a file, and where it came from. */
export interface PlacedRow {
	encoded: EncodedRow;
	bytes: number;
	/** Index of the source row, from 0. */
	source: number;
}

/** A whole import file. */
export class FilePart {
	readonly sizeBytes: number;

	constructor(
		/** Its bytes, in pieces. */
		readonly chunks: Buffer[],
		/** Indexes of the source rows, from 0, in the order of the file. */
		readonly sources: number[],
	) {
		this.sizeBytes = chunks.reduce((sum, { length }) => sum + length, 0);
	}

	/** Its bytes in one piece: a copy, made when asked for. */
	get content(): Buffer {
		return Buffer.concat(this.chunks);
	}
}

/**
 * Cuts rows into files within limits, each row whole. A row longer than a file may be gets a file of its
 * own.
 */
export function* fileParts(
	rows: Iterable<PlacedRow>,
	format: ImportFormat,
	limits: PartLimits,
): Generator<FilePart> {
	let part: PlacedRow[] = [];
	let columns = new Columns();
	let bytes = 0;
	for (const row of rows) {
		const size = bytes + row.bytes + columns.bytesWith(row, part.length + 1);
		if (part.length > 0 && (part.length >= limits.rows || size > limits.bytes)) {
			yield filePart(part, format, columns.names);
			part = [];
			columns = new Columns();
			bytes = 0;
		}
		columns.add(row);
		part.push(row);
		bytes += row.bytes;
	}
	if (part.length > 0) yield filePart(part, format, columns.names);
}

/** The columns of one CSV file, in the order in which its rows bring them. JSON Lines has none. */
class Columns {
	readonly names = new Set<string>();
	/** Bytes of the header, line end included. */
	private header = 0;

	/** Bytes of the header and of the commas, were a row added as the last of so many. */
	bytesWith({ encoded }: PlacedRow, rows: number): number {
		if (typeof encoded === 'string') return 0;
		let { header } = this;
		let count = this.names.size;
		for (const column of encoded.keys()) {
			if (this.names.has(column)) continue;
			header += bytesInHeader(column);
			count++;
		}
		return header + rows * Math.max(count - 1, 0);
	}

	add({ encoded }: PlacedRow): void {
		if (typeof encoded === 'string') return;
		for (const column of encoded.keys()) {
			if (this.names.has(column)) continue;
			this.names.add(column);
			this.header += bytesInHeader(column);
		}
	}
}

/** A column's name, and the comma or line end behind it. */
function bytesInHeader(column: string): number {
	return Buffer.byteLength(csvCell(column)) + 1;
}

function filePart(rows: PlacedRow[], format: ImportFormat, columns: Set<string>): FilePart {
	const lines = format === 'jsonl' ? jsonLines(rows) : csvLines(rows, [...columns]);
	const sources = rows.map(({ source }) => source);
	return new FilePart(chunksOf(lines, rows), sources);
}

function* jsonLines(rows: PlacedRow[]): Generator<string> {
	for (const { encoded } of rows) yield `${encoded as string}\n`;
}

function* csvLines(rows: PlacedRow[], columns: string[]): Generator<string> {
	yield `${columns.map(csvCell).join(',')}\n`;
	for (const { encoded } of rows) {
		const cells = encoded as Map<string, string>;
		yield `${columns.map((column) => cells.get(column) ?? '').join(',')}\n`;
	}
}

/** Text pieces gathered before they become bytes (characters): few enough to stay cheap. */
const BLOCK = 1 << 20;

function chunksOf(lines: Iterable<string>, rows: PlacedRow[]): Buffer[] {
	const chunks: Buffer[] = [];
	let block = '';
	for (const line of lines) {
		block += line;
		if (block.length < BLOCK) continue;
		chunks.push(Buffer.from(block));
		block = '';
	}
	chunks.push(Buffer.from(block));
	// The rows' texts are not needed any more.
	for (const row of rows) row.encoded = '';
	return chunks;
}
