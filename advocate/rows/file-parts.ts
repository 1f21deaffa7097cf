import type { ImportFormat } from '../import-files/file-name';
import { csvCell, csvHeader, csvLine, type EncodedRow } from './file-lines';

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
	/** Its line or cells, or a block of lines that its line is in. */
	encoded: EncodedRow | Buffer;
	/** Where in the block its line begins. */
	start: number;
	/** What it adds to a file, line end included, less CSV's empty cells. */
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
		if (!(encoded instanceof Map)) return 0;
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
		if (!(encoded instanceof Map)) return;
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
	const chunks = format === 'jsonl' ? jsonlChunks(rows) : csvChunks(rows, [...columns]);
	const sources = rows.map(({ source }) => source);
	return new FilePart([...chunks], sources);
}

/** The lines of rows, as the largest pieces of their blocks that there are: without a copy. */
function* jsonlChunks(rows: PlacedRow[]): Generator<Buffer> {
	let block: EncodedRow | Buffer = '';
	let start = 0;
	let end = 0;
	for (const row of rows) {
		if (row.encoded === block && row.start === end) {
			end += row.bytes;
			continue;
		}
		if (block instanceof Buffer) yield block.subarray(start, end);
		block = row.encoded;
		start = row.start;
		end = start + row.bytes;
		if (typeof block === 'string') yield Buffer.from(`${block}\n`);
	}
	if (block instanceof Buffer) yield block.subarray(start, end);
}

function* csvLines(rows: PlacedRow[], columns: string[]): Generator<string> {
	yield csvHeader(columns);
	for (const { encoded } of rows) yield csvLine(encoded as Map<string, string>, columns);
}

/** Characters gathered before they become bytes. */
const BLOCK = 1 << 18;

function* csvChunks(rows: PlacedRow[], columns: string[]): Generator<Buffer> {
	let text = '';
	for (const line of csvLines(rows, columns)) {
		text += line;
		if (text.length < BLOCK) continue;
		yield Buffer.from(text);
		text = '';
	}
	yield Buffer.from(text);
}

/**
 * Turns lines of JSON into bytes soon after they are made, many at a time: half a million texts kept until
 * the file is written cost more than making them.
 */
export class LineBlocks {
	private text = '';
	private waiting: PlacedRow[] = [];

	/** Takes a row with its line; the row is given its block before long. */
	add(row: PlacedRow): void {
		if (typeof row.encoded !== 'string') return;
		this.text += `${row.encoded}\n`;
		this.waiting.push(row);
		if (this.text.length >= BLOCK) this.end();
	}

	/** Gives the rows that still wait their block. */
	end(): void {
		const block = Buffer.from(this.text);
		let start = 0;
		for (const row of this.waiting) {
			row.encoded = block;
			row.start = start;
			start += row.bytes;
		}
		this.text = '';
		this.waiting = [];
	}
}
