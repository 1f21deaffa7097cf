import type { ImportRow } from '../check/row-checker';

/** The rows of an import that go into files, encoded, in the order of their sources. */
export interface AcceptedRows {
	/** Indexes of the source rows, from 0. */
	readonly rowIndexes: readonly number[];
	/** By which the user of each row is known again (see userMark). */
	readonly marks: readonly number[];
	/** Bytes that each row adds to a file, including the line end, but not the commas of CSV. */
	readonly sizes: readonly number[];
	/** The columns that a row has; empty for JSON Lines. */
	columnsOf(row: number): Iterable<string>;
	/**
	 * The complete file for some of the rows.
	 *
	 * @param first the first row's position among the accepted rows, from 0
	 * @param end the position after the last
	 * @param columns of a CSV file, in their order
	 */
	chunks(first: number, end: number, columns: string[]): Buffer[];
}

/** Collects accepted rows one by one, in the order of their sources. */
export interface GatheredRows {
	/** Takes a row, or says why the format can't hold it. @returns reasons; empty if the row was taken */
	add(row: ImportRow, rowIndex: number, mark: number): readonly string[];
	/** Ends the collection. @param superseded indexes of rows that are not to be sent after all */
	end(superseded: ReadonlySet<number>): AcceptedRows;
}

/** What is returned for a row that was accepted. */
export const NO_REASONS: readonly string[] = [];

/** How many characters are collected before they become bytes. */
export const CHARACTERS_PER_CHUNK = 1 << 18;
