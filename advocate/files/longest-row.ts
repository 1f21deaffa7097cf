/**
 * How many characters a row of a file may have. No Advocate field comes near it; without a limit, a quote
 * that is never closed or a file without line ends would fill memory.
 */
export const LONGEST_ROW = 10_000_000;

/** How many cells a row may have: empty ones take memory too. */
export const MOST_CELLS = 1_000_000;
