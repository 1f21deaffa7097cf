import { LONGEST_ROW } from '../../files/longest-row';

/** A row as a file has it, and what is wrong with it if it can't be imported. */
export type ReadRow =
	| { row: Record<string, unknown>; problem?: undefined }
	| { problem: string; row: Record<string, unknown> };

/** LONGEST_ROW, in millions of characters. */
const MILLIONS = LONGEST_ROW / 1_000_000;

/** What is wrong with a row that is longer than LONGEST_ROW. */
export const TOO_LONG = `The row is longer than ${MILLIONS} million characters, or has more than a million cells. Make sure that each row ends with a line break and that each quote (") is closed`;

/** How many characters are kept of a row that is too long. */
export const EXCERPT = 1_000;
