import type { ImportRow } from '../check/row-checker';

/** The rows of an import that go into files, encoded, in the order of their sources. */
export interface AcceptedRows {
	/** Indexes of the source rows, from 0. */
	readonly rowIndexes: readonly number[];
	/** Bytes that each row adds to a file, line end included, less the commas of CSV. */
	readonly sizes: readonly number[];
	/** The columns that a row has; JSON Lines has none. */
	columnsOf(row: number): Iterable<string>;
	/**
	 * The whole file of some rows.
	 *
	 * @param first the first row's place among the accepted, from 0
	 * @param end the place behind the last
	 * @param columns of a CSV file, in their order
	 */
	chunks(first: number, end: number, columns: string[]): Buffer[];
}

/** Gathers accepted rows one by one, in the order of their sources. */
export interface GatheredRows {
	/** Takes a row, or tells why the format can't hold it. @returns reasons; none for a row that is in */
	add(row: ImportRow, rowIndex: number): readonly string[];
	/** Ends the gathering. @param superseded indexes of rows that are not to be sent after all */
	end(superseded: ReadonlySet<number>): AcceptedRows;
}

/** Says that a row was accepted. */
export const NO_REASONS: readonly string[] = [];

/** Characters gathered before they become bytes. */
export const CHARACTERS_PER_CHUNK = 1 << 18;
