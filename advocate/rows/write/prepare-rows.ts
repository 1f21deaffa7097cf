import { AdvocateError } from '../../errors';
import type { ImportFormat } from '../../files/file-name';
import type { ImportJobType } from '../../api/job-types';
import { NO_REASONS, type AcceptedRows, type GatheredRows } from './accepted-rows';
import { CellRows } from './cell-rows';
import { LineRows } from './line-rows';
import { isOnePerUser, lastOfEach, sameUser, supersededBy, UserRows } from './user-rows';
import { HEADER_AGAIN, HeaderRows } from '../check/header-row';
import { isRequired, type ImportRow, type RowChecker } from '../check/row-checker';
import type { DuplicateRule } from '../check/row-rules';
import { listOfRows } from '../check/list-of-rows';
import { IMPORT_FIELDS } from '../../fields/import-fields';
import type { FileTexts } from '../../host-texts';
import { isRecord, valueAt } from '../../json';
import type { MatchedNames } from '../match/matched-names';
import { userMark } from '../trace/user-marks';
import { UnreadableRow } from '../read/named-rows';
import { shownProblem } from '../../shown';

export interface PrepareOptions {
	type: ImportJobType;
	format: ImportFormat;
	duplicates: DuplicateRule;
	texts: FileTexts;
	/** Which of a row's columns are sent, if names are matched. */
	matched?: MatchedNames;
}

/** A source row that is not sent, and every reason. */
export interface RejectedRow {
	/** Of the source row, from 0. */
	rowIndex: number;
	reasons: readonly string[];
}

export interface PreparedRows {
	accepted: AcceptedRows;
	/** In the order of their sources. */
	rejected: RejectedRow[];
	/** How many others there are, in which nothing is to be redeemed. */
	skipped: number;
	/** Why nothing may be sent because of a header among the rows (see HeaderRows); undefined if there is no reason. */
	headerProblem: string | undefined;
}

/** Checks and encodes source rows, which it takes one by one: each comes out accepted, rejected or skipped. */
export class RowPreparation {
	private readonly accepted: GatheredRows;
	private readonly rejected: RejectedRow[] = [];
	/** By the index of a row that was accepted until a later row of the same user came: the index of that row. */
	private readonly superseded = new Map<number, number>();
	/** For the types of which Advocate takes one row per user. A user may have many events and redemptions. */
	private readonly users: UserRows | undefined;
	private readonly headers: HeaderRows;
	private next = 0;
	private skipped = 0;

	constructor(
		private readonly checker: RowChecker,
		private readonly options: PrepareOptions,
	) {
		this.accepted = options.format === 'jsonl' ? new LineRows() : new CellRows(options.type);
		this.users = isOnePerUser(options.type) ? new UserRows() : undefined;
		this.headers = new HeaderRows(options.type);
	}

	/**
	 * @param item a row as an object, or an UnreadableRow; anything else is rejected
	 * @param rowIndex of the source row, where some source rows are not taken
	 * @param source what the row was made from
	 * @throws {AdvocateError} FILE_REFUSED if it is not certain whose row it is
	 */
	take(item: unknown, rowIndex = this.next, source = item): void {
		this.next = rowIndex + 1;
		const reasons = this.reasonsAgainst(item, rowIndex, source);
		if (reasons.length > 0) this.rejected.push({ rowIndex, reasons });
	}

	end(): PreparedRows {
		const { superseded } = this;
		for (const [rowIndex, last] of lastOfEach(superseded)) {
			this.rejected.push({ rowIndex, reasons: [supersededBy(last + 1)] });
		}
		return {
			accepted: this.accepted.end(new Set(superseded.keys())),
			rejected: this.rejected.sort((a, b) => a.rowIndex - b.rowIndex),
			skipped: this.skipped,
			headerProblem: this.headers.problem,
		};
	}

	/** Accepts a row, or skips it, or says why not. */
	private reasonsAgainst(item: unknown, rowIndex: number, source: unknown): readonly string[] {
		if (this.isHeader(source, rowIndex)) return [HEADER_AGAIN];
		if (item instanceof UnreadableRow) return item.reasons;
		if (typeof item !== 'object' || item === null || Array.isArray(item)) {
			return ['The row is not an object with fields'];
		}
		// Reading an item may run code of its own (a getter, toJSON), and a text may be too long to write.
		let thrown: unknown;
		try {
			return this.checkedReasons(item as ImportRow, rowIndex, source);
		} catch (problem) {
			thrown = problem;
		}
		if (thrown instanceof AdvocateError) throw thrown;
		return [cannotBeWritten(thrown)];
	}

	private checkedReasons(row: ImportRow, rowIndex: number, source: unknown): readonly string[] {
		const leftOut = this.leftOutOf(source, rowIndex);
		const checked = this.checker.check(row, rowIndex + 1, leftOut);
		if ('row' in checked) return this.accept(checked.row, rowIndex);
		const reasons = 'reasons' in checked ? checked.reasons : NO_REASONS;
		const list = this.listIn(source, reasons);
		if (list !== undefined) return [this.options.texts.rowsInList(list)];
		if (reasons === NO_REASONS) this.skipped++;
		return reasons;
	}

	/** The columns that are not to be sent. */
	private leftOutOf(source: unknown, rowIndex: number): ReadonlySet<string> | undefined {
		if (!isRecord(source)) return undefined;
		return this.options.matched?.leftOutOf(source, rowIndex + 1);
	}

	private isHeader(source: unknown, rowIndex: number): boolean {
		try {
			return this.headers.isHeader(source, rowIndex + 1);
		} catch {
			// Reading an item may run code of its own, which the check of the row will report.
			return false;
		}
	}

	/** The list of rows that a builder has taken for a row, if it is one. */
	private listIn(source: unknown, reasons: readonly string[]): string | undefined {
		const { type } = this.options;
		const { required } = IMPORT_FIELDS[type];
		const missing = required.filter((name) =>
			reasons === NO_REASONS
				? valueAt(source, [name]) === undefined
				: reasons.includes(isRequired(name)),
		);
		return listOfRows(source, missing, type);
	}

	private accept(row: ImportRow, rowIndex: number): readonly string[] {
		const { accountId, id } = row;
		const earlier = this.users?.find(String(accountId), String(id)) ?? 0;
		if (earlier > 0 && this.options.duplicates === 'reject') return [sameUser(earlier)];
		const reasons = this.accepted.add(row, rowIndex, userMark(row, this.options.type));
		if (reasons.length > 0) return reasons;
		if (earlier > 0) this.superseded.set(earlier - 1, rowIndex);
		this.users?.set(rowIndex + 1);
		return reasons;
	}
}

function cannotBeWritten(thrown: unknown): string {
	return `The row can't be written: ${shownProblem(thrown)}`;
}
