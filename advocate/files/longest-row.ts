/**
 * Characters that one row of a file may have. No field of Advocate's comes near it; without a limit a quote
 * that is never closed, or a file without line ends, would fill memory.
 */
export const LONGEST_ROW = 10_000_000;

/** Cells that one row may have: empty ones weigh too. */
export const MOST_CELLS = 1_000_000;
