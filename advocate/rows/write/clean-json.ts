import { isRecord } from '../../json';
import { HEADER_AGAIN } from '../check/header-row';
import { JsonArray } from '../read/json-array';
import { JsonLines } from '../read/json-lines';
import { LOST_BYTES } from '../read/csv-records';
import type { ReadRow } from '../read/read-row';
import type { TextPiece } from '../../text/text-pieces';
import { userOf, type CleaningTools } from './clean-csv';
import { encodeLine } from './file-lines';

/** Cleans the rows of JSON Lines, or of one JSON array, as its text comes in; they are written as JSON Lines. */
export class JsonCleaner {
	private readonly reader: JsonLines | JsonArray;
	private rowNumber = 0;
	private isBroken = false;

	constructor(
		format: 'jsonl' | 'json',
		private readonly tools: CleaningTools,
	) {
		this.reader = format === 'json' ? new JsonArray() : new JsonLines();
	}

	/** How many rows have been read. */
	get read(): number {
		return this.rowNumber;
	}

	/** Why the file is not complete; undefined if it is, as far as can be told. */
	get problem(): string | undefined {
		if (!(this.reader instanceof JsonArray) || this.reader.isClosed) return undefined;
		return 'It ends before its JSON array does, so rows are missing. Fetch it again.';
	}

	add({ text, isBroken }: TextPiece): void {
		this.isBroken ||= isBroken;
		this.takeAll(this.reader.read(text));
	}

	finish(): void {
		this.takeAll(this.reader.end());
	}

	private takeAll(rows: ReadRow[]): void {
		for (const { row, problem } of rows) {
			this.rowNumber++;
			this.tools.rows.list.add(row);
			const isHeader = this.tools.headers.isHeader(row, this.rowNumber);
			const why = isHeader ? HEADER_AGAIN : (problem ?? this.lostBytes(row));
			if (why === undefined) this.take(row);
			else this.tools.rows.reject(this.rowNumber, row, [why]);
		}
	}

	/** In a file with bytes that are not text, a row that contains U+FFFD has lost what was there. */
	private lostBytes(row: Record<string, unknown>): string | undefined {
		return this.isBroken && JSON.stringify(row).includes('\ufffd') ? LOST_BYTES : undefined;
	}

	private take(given: Record<string, unknown>): void {
		const { rows, names, type, checker } = this.tools;
		const leftOut = names.matched?.leftOutOf(given, this.rowNumber);
		const checked = checker.check(names.rowWithColumns(given), this.rowNumber, leftOut);
		if ('skipped' in checked) {
			rows.skipped++;
		} else if ('reasons' in checked) {
			rows.reject(this.rowNumber, given, checked.reasons);
		} else {
			const { line, bytes } = encodeLine(checked.row);
			const user = userOf(checked.row, type);
			rows.accept(this.rowNumber, { line: `${line}\n`, bytes }, user, () => given);
		}
	}
}

/** The rows in the beginning of a text that are complete. */
export function rowsOfHead(text: string, format: 'jsonl' | 'json', whole: boolean) {
	const reader = format === 'json' ? new JsonArray() : new JsonLines();
	const rows = reader.read(text);
	if (whole) rows.push(...reader.end());
	return rows.flatMap(({ row, problem }) => (problem === undefined && isRecord(row) ? [row] : []));
}
