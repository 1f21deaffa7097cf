import type { ImportJobType } from '../api/job-types';
import { csvProblems } from './csv-head';
import { bomLength, decodeUtf8, whyNotUtf8 } from './encoding';
import type { ImportFormat } from '../files/file-name';
import type { FileAdvice } from './file-advice';
import { IMPORT_FIELDS } from '../fields/import-fields';
import { jsonlProblems } from './jsonl-head';
import { otherFormat } from './other-formats';

export { HEAD_BYTES } from './head-bytes';

/** The beginning of a file, and what it is said to be. */
export interface FileHead {
	/** At most HEAD_BYTES. */
	bytes: Uint8Array;
	/** Whether that is all of the file. */
	whole: boolean;
	format: ImportFormat;
	type: ImportJobType;
}

/**
 * Checks what the beginning of a file can tell, so that a file whose every row would fail is not sent.
 * Field names and required fields: IMPORT_FIELDS.
 *
 * @returns a sentence for each thing wrong, ready to be read by a person; none when it may be sent
 */
export function headProblems(
	{ bytes, whole, format, type }: FileHead,
	advice: FileAdvice,
): string[] {
	const notText = otherFormat(bytes, advice) ?? whyNotUtf8(bytes, whole);
	if (notText !== undefined) return [notText];
	const text = decodeUtf8(bytes.subarray(bomLength(bytes)), whole) ?? '';
	if (text.trim() === '') {
		return whole ? ['It is empty.'] : ['It begins with nothing but blank space.'];
	}
	const fields = IMPORT_FIELDS[type];
	if (format === 'csv') return csvProblems(text, whole, fields);
	return jsonlProblems(text, whole, fields, advice);
}
