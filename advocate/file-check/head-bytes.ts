/** Bytes that are read of a file to check it: far more than any header line needs. */
export const HEAD_BYTES = 256 * 1024;

/** What is wrong where the first line does not end within HEAD_BYTES. */
export function firstLineTooLong(): string {
	return `Its first line is longer than ${HEAD_BYTES / 1024} KiB, so it can't be checked. Make sure that lines end where rows end.`;
}
