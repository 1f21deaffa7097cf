import type { ImportJobType } from '../../api/job-types';
import type { DuplicateRule } from '../check/row-rules';
import { RowRanges } from '../trace/row-ranges';
import { DEFAULT_PART_LIMITS, type PartLimits } from './file-parts';
import { ListFingerprint } from '../trace/list-fingerprint';
import { userMark, UsersOfFile, type FileFingerprint } from '../trace/user-marks';
import { NumberList } from './number-list';
import { isOnePerUser, lastOfEach, sameUser, supersededBy, UserRows } from './user-rows';

/** A row of the file that is not sent. */
export interface RejectedFileRow {
	/** From 1, not counting the header. */
	rowNumber: number;
	/** As the file has it. */
	row: Record<string, unknown>;
	reasons: string[];
}

/** Whose row it is, as it is sent. */
export interface User {
	accountId: string;
	id: string;
}

/**
 * A row that is not sent, as JSON: a text cut from a piece of the file would keep the whole piece in memory, and an
 * object takes more room.
 */
interface HeldRow {
	rowNumber: number;
	json: string;
	reasons: string[];
}

const MOST_REASONS = 1_000;

export interface CleanOptions {
	type: ImportJobType;
	duplicates: DuplicateRule;
	/** How much may be rejected before the whole file is refused; by default, what one file may hold. */
	mostRejected?: PartLimits;
}

/** A stretch of bytes in the file that was made. */
export interface Stretch {
	from: number;
	to: number;
}

/**
 * Collects what comes of a file's rows, one by one: a text with those that are sent, and those that are not. A row
 * that a later one of its user replaces is in the text already; `leftOut` tells where.
 */
export class CleanedRows {
	/** The rows that are not sent, in the order in which that was found. */
	private readonly held: HeldRow[] = [];
	/** Reasons that came before: half a million rows may have the same one. */
	private readonly knownReasons = new Map<string, string[]>();
	/** How many rows there are in which nothing is to be redeemed. */
	skipped = 0;
	/** All rows of the file. */
	readonly list = new ListFingerprint();

	private text = '';
	/** The numbers of the rows in the text: from and to, from and to … */
	private readonly ranges: number[] = [];
	private sent = 0;
	/** How many bytes each row in the text has; only for users. */
	private readonly sizes: NumberList<Uint32Array> | undefined;
	/** Of the users of the rows in the text (see userMark), where some of them may be left out after all. */
	private readonly marks: NumberList<Float64Array> | undefined;
	/** The same, where none is. */
	private readonly usersOfFile = new UsersOfFile();
	/** By the number of a row in the text: the later row of the same user. */
	private readonly superseded = new Map<number, number>();
	/** By the number of such a row: the last one of the same user. */
	private lastOfUser: ReadonlyMap<number, number> | undefined;
	private readonly users: UserRows | undefined;
	private readonly rejectedCount: RejectedRowCount;

	constructor(private readonly options: CleanOptions) {
		const { type, duplicates, mostRejected } = options;
		if (isOnePerUser(type)) this.users = new UserRows();
		if (isOnePerUser(type) && duplicates === 'lastWins') {
			this.sizes = new NumberList((length) => new Uint32Array(length));
			this.marks = new NumberList((length) => new Float64Array(length));
		}
		this.rejectedCount = new RejectedRowCount(mostRejected);
	}

	/** Whether rows of the same user are told apart, so that `accept` needs the user. */
	get isPerUser(): boolean {
		return this.users !== undefined;
	}

	/** How many rows are sent. */
	get count(): number {
		return this.sent - this.superseded.size;
	}

	/** How many rows are not, and not skipped either. */
	get rejectedRows(): number {
		return this.held.length + this.superseded.size;
	}

	/** Why the file can't be cleaned: too many rows are rejected to pass them on. */
	get problem(): string | undefined {
		return this.rejectedCount.isTooMany ? this.rejectedCount.shown() : undefined;
	}

	/** Rows that are in the text and not sent after all. */
	get supersededRows(): ReadonlyMap<number, number> {
		return this.superseded;
	}

	/**
	 * Takes a row that is right.
	 *
	 * @param line with its line end
	 * @param bytes of the line in UTF-8
	 * @param given makes the row as the file has it, should it be needed
	 */
	accept(
		rowNumber: number,
		{ line, bytes }: { line: string; bytes: number },
		user: User,
		given: () => Record<string, unknown>,
	): void {
		if (this.users !== undefined) {
			const isReplacing = this.options.duplicates === 'lastWins';
			const earlier = this.users.find(user.accountId, user.id);
			if (earlier > 0 && !isReplacing) {
				this.reject(rowNumber, given(), [sameUser(earlier)]);
				return;
			}
			this.users.set(rowNumber);
			if (earlier > 0) {
				this.superseded.set(earlier, rowNumber);
				const { length } = JSON.stringify(given());
				this.rejectedCount.add(rowNumber, length, 'the same user as an earlier row');
			}
		}
		this.text += line;
		this.sent++;
		this.sizes?.add(bytes);
		const mark = userMark(
			{ accountId: user.accountId, id: user.id, userId: user.id },
			this.options.type,
		);
		if (this.marks === undefined) this.usersOfFile.add(mark);
		else this.marks.add(mark);
		const { ranges } = this;
		if (ranges.length > 0 && ranges[ranges.length - 1] === rowNumber - 1) {
			ranges[ranges.length - 1] = rowNumber;
		} else {
			ranges.push(rowNumber, rowNumber);
		}
	}

	reject(rowNumber: number, row: Record<string, unknown>, reasons: string[]): void {
		const json = JSON.stringify(row);
		this.rejectedCount.add(rowNumber, json.length, reasons.join('; '));
		this.hold(rowNumber, json, reasons);
	}

	/** The text since it was last taken. */
	take(least = 0): string | undefined {
		if (this.text.length < least || this.text === '') return undefined;
		const { text } = this;
		this.text = '';
		return text;
	}

	/** Takes a row that is in the text, but not sent: as the file has it. */
	rejectSuperseded(rowNumber: number, row: Record<string, unknown>): void {
		this.lastOfUser ??= lastOfEach(this.superseded);
		const last = this.lastOfUser.get(rowNumber) ?? rowNumber;
		this.hold(rowNumber, JSON.stringify(row), [supersededBy(last)]);
	}

	/** The rows that are not sent, in their order. */
	rejected(): RejectedFileRow[] {
		const rows = this.held.map(({ rowNumber, json, reasons }) => ({
			rowNumber,
			row: JSON.parse(json) as Record<string, unknown>,
			reasons,
		}));
		return rows.sort((a, b) => a.rowNumber - b.rowNumber);
	}

	private hold(rowNumber: number, json: string, reasons: string[]): void {
		// With so many, the file is refused.
		if (this.rejectedCount.isTooMany) {
			this.held.length = 0;
			return;
		}
		const text = reasons.join('\n');
		const known = this.knownReasons.get(text);
		if (known === undefined && this.knownReasons.size < MOST_REASONS) {
			this.knownReasons.set(text, reasons);
		}
		this.held.push({ rowNumber, json, reasons: known ?? reasons });
	}

	/** Which of the file's rows are sent. */
	sourceRanges(): RowRanges {
		const ranges = new RowRanges();
		for (const rowNumber of this.rowNumbers()) {
			if (!this.superseded.has(rowNumber)) ranges.add(rowNumber);
		}
		return ranges;
	}

	/** The fingerprint of the users of the rows that are sent. */
	userFingerprint(): FileFingerprint {
		const { marks, superseded, usersOfFile } = this;
		if (marks === undefined) return usersOfFile.fingerprint();
		let row = 0;
		for (const rowNumber of this.rowNumbers()) {
			const mark = marks.at(row++);
			if (!superseded.has(rowNumber)) usersOfFile.add(mark);
		}
		return usersOfFile.fingerprint();
	}

	/** Where in the text rows are that are not sent. @param offset of the first row (bytes) */
	leftOut(offset: number): Stretch[] {
		const stretches: Stretch[] = [];
		if (this.superseded.size === 0 || this.sizes === undefined) return stretches;
		let from = offset;
		let row = 0;
		for (const rowNumber of this.rowNumbers()) {
			const to = from + this.sizes.at(row++);
			if (this.superseded.has(rowNumber)) stretches.push({ from, to });
			from = to;
		}
		return stretches;
	}

	private *rowNumbers(): Generator<number> {
		for (let at = 0; at < this.ranges.length; at += 2) {
			const last = this.ranges[at + 1] ?? 0;
			for (let rowNumber = this.ranges[at] ?? 0; rowNumber <= last; rowNumber++) yield rowNumber;
		}
	}
}

/** Counts the rows that are rejected, as each becomes an item that the host holds in memory. */
class RejectedRowCount {
	private rows = 0;
	private characters = 0;
	private first = '';

	constructor(private readonly most: PartLimits = DEFAULT_PART_LIMITS) {}

	add(rowNumber: number, characters: number, why: string): void {
		if (this.isTooMany) return;
		this.rows++;
		this.characters += characters;
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
