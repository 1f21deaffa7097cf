import type { ImportFormat } from '../../files/file-name';
import type { ImportJobType } from '../../api/job-types';
import { HEADER_AGAIN, HeaderRows, REMOVE_HEADER } from '../check/header-row';
import { RowsByUser, sameUser, supersededBy } from './duplicates';
import { csvHeader, csvLine, encodeCells, encodeLine } from './file-lines';
import { sentColumns } from '../../fields/kinds';
import type { CheckedRow, ImportRow, RowChecker } from '../check/row-checker';
import { rowWith, UnreadableRow, type SetColumn } from '../read/named-rows';
import { ListFingerprint, type SourceList } from '../trace/list-fingerprint';
import type { MatchedNames } from '../match/matched-names';
import { RowRanges } from '../trace/row-ranges';
import { userMark, UsersOfFile } from '../trace/user-marks';
import type { DuplicateRule } from '../check/row-rules';
import type { ReadRow } from '../read/read-row';
import { DEFAULT_PART_LIMITS, type PartLimits } from './file-parts';

export interface CleanOptions {
	type: ImportJobType;
	format: ImportFormat;
	duplicates: DuplicateRule;
	/** Which of a row's columns are sent, if names are matched. */
	matched?: MatchedNames;
	/** Columns that the rows are given besides their own. */
	setColumns?: readonly SetColumn[];
	/** How much may be rejected before the whole file is refused; by default, what one file may hold. */
	mostRejected?: PartLimits;
}

/** A row of the file that is not sent. */
export interface RejectedFileRow {
	/** From 1, not counting the header. */
	rowNumber: number;
	/** As the file has it. */
	row: Record<string, unknown>;
	reasons: string[];
}

type Batches = AsyncIterable<ReadRow[]>;

/** A row of the file, with its line in the cleaned one or every reason why it is rejected. */
type WrittenRow = { rowNumber: number; given: Record<string, unknown> } & (
	| { row: ImportRow; line: string; reasons?: undefined }
	| { reasons: string[] }
);

/**
 * Cleans an import file in two passes, so that neither the file nor its rows need to be held in memory: the
 * first finds which of a user's rows counts, the second writes the valid ones.
 */
export class RowCleaner {
	/** The rows that went into the cleaned file. */
	readonly ranges = new RowRanges();
	/** Whose rows these are. */
	readonly users = new UsersOfFile();
	/** The rows of the file, once all are read. */
	list: SourceList = { length: 0, fingerprint: '' };
	readonly rejected: RejectedFileRow[] = [];
	/** How many rows there are in which nothing is to be redeemed. */
	skipped = 0;

	/** How many rows the current reading has read. */
	private read = 0;
	/** The row that counts for each user: the last or the first, depending on the rule. */
	private readonly counts: RowsByUser;
	private readonly headers: HeaderRows;

	constructor(
		private readonly checker: RowChecker,
		private readonly options: CleanOptions,
	) {
		this.counts = new RowsByUser(options.type);
		this.headers = new HeaderRows(options.type);
	}

	/**
	 * The first pass.
	 *
	 * @returns why the file can't be cleaned, as a sentence; undefined if it can
	 */
	async find(batches: Batches): Promise<string | undefined> {
		const { duplicates, mostRejected } = this.options;
		const rejected = new RejectedRowCount(mostRejected);
		for await (const written of this.written(batches, [])) {
			const { problem } = this.headers;
			if (problem !== undefined) return `It can't be trusted: ${problem}. ${REMOVE_HEADER}`;
			const isSecond = written.reasons === undefined && this.counts.get(written.row) !== undefined;
			if (written.reasons !== undefined || isSecond) rejected.add(written);
			if (rejected.isTooMany) return rejected.shown();
			if (written.reasons !== undefined || (isSecond && duplicates === 'reject')) continue;
			this.counts.set(ownUser(written.row), written.rowNumber);
		}
		return this.read === 0 ? 'It has no rows.' : undefined;
	}

	/**
	 * The second pass: the text of the cleaned file, piece by piece.
	 *
	 * @param columns of a CSV file, in their order
	 */
	async *clean(batches: Batches, columns: string[]): AsyncGenerator<string> {
		const { format, type } = this.options;
		const known = sentColumns(columns, type);
		this.checker.startOver();
		if (format === 'csv') yield csvHeader(known);
		let text = '';
		for await (const written of this.written(batches, known)) {
			const { rowNumber, given } = written;
			const reasons = written.reasons ?? this.duplicateReasons(written.row, rowNumber);
			if (written.reasons !== undefined || reasons.length > 0) {
				this.rejected.push({ rowNumber, row: ownRow(given), reasons });
				continue;
			}
			this.ranges.add(rowNumber);
			this.users.add(userMark(written.row, type));
			text += written.line;
			if (text.length < CHARACTERS_AT_ONCE) continue;
			yield text;
			text = '';
		}
		if (text !== '') yield text;
	}

	private duplicateReasons(row: ImportRow, rowNumber: number): string[] {
		const counting = this.counts.get(row) ?? rowNumber;
		if (counting === rowNumber) return [];
		return [counting > rowNumber ? supersededBy(counting) : sameUser(counting)];
	}

	/** One reading of the rows, without those that are skipped. */
	private async *written(batches: Batches, columns: string[]): AsyncGenerator<WrittenRow> {
		this.read = 0;
		this.skipped = 0;
		this.options.matched?.startOver();
		const fingerprint = new ListFingerprint();
		for await (const batch of batches) {
			for (const { row: given, problem } of batch) {
				const rowNumber = ++this.read;
				fingerprint.add(given);
				const checked = this.checked(given, problem, rowNumber);
				if ('skipped' in checked) this.skipped++;
				else if ('reasons' in checked) yield { rowNumber, given, reasons: checked.reasons };
				else yield { rowNumber, given, ...this.lineOf(checked.row, columns) };
			}
		}
		this.list = fingerprint.end();
	}

	private checked(given: ImportRow, problem: string | undefined, rowNumber: number): CheckedRow {
		if (this.headers.isHeader(given, rowNumber)) return { reasons: [HEADER_AGAIN] };
		if (problem !== undefined) return { reasons: [problem] };
		const { setColumns = [], matched } = this.options;
		const leftOut = matched?.leftOutOf(given, rowNumber);
		if (setColumns.length === 0) return this.checker.check(given, rowNumber, leftOut);
		const row = rowWith({ ...given }, setColumns, given, rowNumber - 1);
		if (row instanceof UnreadableRow) return { reasons: [...row.reasons] };
		return this.checker.check(row, rowNumber, leftOut);
	}

	/** A row with its line, end included, or why the format can't hold it. */
	private lineOf(row: ImportRow, columns: string[]) {
		if (this.options.format === 'jsonl') return { row, line: `${encodeLine(row).line}\n` };
		const encoded = encodeCells(row, this.options.type);
		return 'reasons' in encoded ? encoded : { row, line: csvLine(encoded.cells, columns) };
	}
}

/** Counts the rows that are rejected, as each becomes an item that the host holds in memory. */
class RejectedRowCount {
	private rows = 0;
	private characters = 0;
	private first = '';

	constructor(private readonly most: PartLimits = DEFAULT_PART_LIMITS) {}

	add({ rowNumber, given, reasons }: WrittenRow): void {
		this.rows++;
		this.characters += JSON.stringify(given).length;
		const why = reasons?.join('; ') ?? 'the same user as an earlier row';
		if (this.rows === 1) this.first = `row ${rowNumber} (${why})`;
	}

	/** Whether they are more than a file of the recommended size can hold. */
	get isTooMany(): boolean {
		return this.rows > this.most.rows || this.characters > this.most.bytes;
	}

	shown(): string {
		const rows = this.rows.toLocaleString('en-US');
		return `Too many of its rows are rejected to pass them on one by one: ${rows} so far, the first is ${this.first}.`;
	}
}

/*
 * A text cut from a chunk of the file keeps the whole chunk in memory, so what is kept for long is copied.
 */

function ownUser({ accountId, id }: ImportRow): ImportRow {
	return { accountId: ownText(accountId), id: ownText(id) };
}

function ownText(value: unknown): unknown {
	return typeof value === 'string' ? Buffer.from(value).toString() : value;
}

function ownRow(row: Record<string, unknown>): Record<string, unknown> {
	return JSON.parse(JSON.stringify(row)) as Record<string, unknown>;
}

/** How many characters are collected before they are passed on. */
const CHARACTERS_AT_ONCE = 1 << 16;
