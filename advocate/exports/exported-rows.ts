import { AdvocateError } from '../errors';
import type { ByteStream } from '../files/content';
import { peeked } from '../files/peeked';
import { zipKind, ZIP_START } from '../files/zip';
import type { ExportTexts } from '../host-texts';
import { JsonLines } from '../rows/read/json-lines';
import { CsvScanner, RFC_4180 } from '../text/csv-scanner';
import { textPieces, type TextPiece } from '../text/text-pieces';
import { RowShape, type ExportedRow } from './row-shape';

/**
 * The rows of an export's result, CSV or JSON Lines, in batches as large as the pieces in which it comes: a few
 * hundred rows. Holds no more than one of these.
 *
 * @param content the whole content, from its start
 * @throws {AdvocateError} FILE_REFUSED for a workbook; UNEXPECTED_ANSWER for anything that is not a report, and for
 * one that is cut off
 */
export async function* exportedRows(
	stream: ByteStream,
	texts: ExportTexts,
): AsyncGenerator<ExportedRow[]> {
	const { start, content } = await peeked(stream, ZIP_START);
	if (zipKind(start) !== undefined) {
		throw new AdvocateError('FILE_REFUSED', 'The result is a workbook, which is not read as rows', {
			hint: texts.rowsOfWorkbook,
		});
	}
	const beginning = Buffer.from(start)
		.toString('utf8')
		.replace(/^\ufeff/, '')
		.trimStart();
	if (beginning.startsWith('<')) throw notAReport();
	const pieces = textPieces(content, 'utf-8');
	yield* beginning.startsWith('{') ? jsonRows(pieces, texts) : csvRows(pieces);
}

async function* csvRows(pieces: AsyncIterable<TextPiece>): AsyncGenerator<ExportedRow[]> {
	const scanner = new CsvScanner(RFC_4180);
	const reader = new CsvReport(scanner);
	for await (const { text } of pieces) {
		scanner.add(text);
		const rows = reader.takeAll();
		if (rows.length > 0) yield rows;
	}
	scanner.finish();
	yield reader.takeAll();
}

/** Reads the records of a report. */
class CsvReport {
	private shape: RowShape | undefined;
	private rows = 0;

	constructor(private readonly scanner: CsvScanner) {}

	/** The rows that end in what the scanner has. */
	takeAll(): ExportedRow[] {
		const { scanner } = this;
		const rows: ExportedRow[] = [];
		while (scanner.next()) {
			const isBlank = scanner.count === 1 && scanner.starts[0] === scanner.ends[0];
			if (isBlank && (this.shape === undefined || this.shape.width > 1)) continue;
			if (scanner.fault !== undefined) throw this.broken();
			if (this.shape === undefined) {
				this.shape = new RowShape(scanner.cells());
				continue;
			}
			if (scanner.count !== this.shape.width) throw this.broken();
			rows.push(this.shape.rowAt(scanner));
			this.rows++;
		}
		return rows;
	}

	private broken(): AdvocateError {
		const what = this.shape === undefined ? 'The header' : `Row ${this.rows + 1}`;
		return unreadable(`${what} of the result can't be read: it is cut off, or it is not CSV`);
	}
}

async function* jsonRows(
	pieces: AsyncIterable<TextPiece>,
	texts: ExportTexts,
): AsyncGenerator<ExportedRow[]> {
	const lines = new JsonLines();
	let rows = 0;
	const checked = (read: ReturnType<JsonLines['read']>) =>
		read.map(({ row, problem }) => {
			rows++;
			if (problem === undefined) return row;
			throw unreadable(`Row ${rows} of the result can't be read. ${problem}`, texts.asCsv);
		});
	for await (const { text } of pieces) {
		const read = checked(lines.read(text));
		if (read.length > 0) yield read;
	}
	yield checked(lines.end());
}

function notAReport(): AdvocateError {
	return unreadable("What the link to the job's result gave is a web page, not a report");
}

function unreadable(message: string, more = ''): AdvocateError {
	const hint = `Run the node again; if the problem persists, look at the result in the Advocate portal. ${more}`;
	return new AdvocateError('UNEXPECTED_ANSWER', message, { hint: hint.trim() });
}
