import { LONGEST_ROW } from '../../files/longest-row';

/** A row as a file holds it, or why it is none. */
export type ReadRow =
	| { row: Record<string, unknown>; problem?: undefined }
	| { problem: string; row: Record<string, unknown> };

/** LONGEST_ROW, in millions of characters. */
export const MILLIONS = LONGEST_ROW / 1_000_000;

/** What is wrong with a row that is longer than LONGEST_ROW. */
export const TOO_LONG = `The row is longer than ${MILLIONS} million characters, or has more than a million cells, which no row of an import does. Make sure that lines end where rows end, and that each quote (") is closed`;

/** Characters that are kept of a row that is too long. */
export const EXCERPT = 1_000;
