import type { ImportJobType } from '../api/job-types';
import type { ImportFormat } from '../files/file-name';

/** How many bytes of a file are read to check it: far more than any header line needs. */
export const HEAD_BYTES = 256 * 1024;

/** The beginning of a file, and what it is supposed to be. */
export interface FileHead {
	/** At most HEAD_BYTES. */
	bytes: Uint8Array;
	/** Whether that is all of the file. */
	whole: boolean;
	format: ImportFormat;
	type: ImportJobType;
}

/** What is wrong with a file whose first line does not end within HEAD_BYTES. */
export function firstLineTooLong(): string {
	return `Its first line is longer than ${HEAD_BYTES / 1024} KiB, so it can't be checked. Make sure that each row ends with a line break.`;
}
