import type { ImportFormat } from '../../files/file-name';
import type { ImportJobType } from '../../api/job-types';
import type { AcceptedRows, GatheredRows } from './accepted-rows';
import { CellRows } from './cell-rows';
import { RowsByUser, sameUser, supersededBy, type DuplicateRule } from './duplicates';
import { LineRows } from './line-rows';
import type { ImportRow, RowChecker } from '../check/row-checker';

export interface PrepareOptions {
	type: ImportJobType;
	format: ImportFormat;
	duplicates: DuplicateRule;
}

/** A source row that goes into no file, and every reason. */
export interface RejectedRow {
	/** Index of the source row, from 0. */
	source: number;
	reasons: readonly string[];
}

export interface PreparedRows {
	accepted: AcceptedRows;
	/** In the order of their sources. */
	rejected: RejectedRow[];
}

/** Checks and encodes source rows, taken in one by one: each comes out either accepted or rejected. */
export class RowPreparation {
	private readonly accepted: GatheredRows;
	private readonly rejected: RejectedRow[] = [];
	/** Sources that were accepted until a later row of the same user came. */
	private readonly superseded = new Set<number>();
	private readonly sourceByUser: RowsByUser;
	private sources = 0;

	constructor(
		private readonly checker: RowChecker,
		private readonly options: PrepareOptions,
	) {
		this.accepted = options.format === 'jsonl' ? new LineRows() : new CellRows();
		this.sourceByUser = new RowsByUser(options.type);
	}

	/** @param item a row as an object; anything else is rejected */
	take(item: unknown): void {
		const source = this.sources++;
		const reasons = this.reasonsAgainst(item, source);
		if (reasons.length > 0) this.rejected.push({ source, reasons });
	}

	end(): PreparedRows {
		return {
			accepted: this.accepted.end(this.superseded),
			rejected: this.rejected.sort((a, b) => a.source - b.source),
		};
	}

	/** Accepts a row, or tells why not. */
	private reasonsAgainst(item: unknown, source: number): readonly string[] {
		if (typeof item !== 'object' || item === null || Array.isArray(item)) {
			return ['The row is not an object with fields'];
		}
		try {
			const checked = this.checker.check(item as ImportRow);
			return 'reasons' in checked ? checked.reasons : this.accept(checked.row, source);
		} catch (thrown) {
			// Reading an item may run code of its own (a getter, toJSON), and a text may be too long to write.
			const why = thrown instanceof Error ? thrown.message : 'it could not be read';
			return [`The row can't be written: ${why.slice(0, 200)}`];
		}
	}

	private accept(row: ImportRow, source: number): readonly string[] {
		const earlier = this.sourceByUser.get(row);
		if (earlier !== undefined && this.options.duplicates === 'reject') {
			return [sameUser(earlier + 1)];
		}
		const reasons = this.accepted.add(row, source);
		if (reasons.length > 0) return reasons;
		if (earlier !== undefined) {
			this.superseded.add(earlier);
			this.rejected.push({ source: earlier, reasons: [supersededBy(source + 1)] });
		}
		this.sourceByUser.set(row, source);
		return reasons;
	}
}
