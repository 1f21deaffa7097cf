import type { FileHead } from './head';
import { csvProblems } from './csv-head';
import { bomLength, decodeUtf8, whyNotUtf8 } from './encoding';
import type { HostTexts } from '../host-texts';
import type { ImportFormat } from '../files/file-name';
import { IMPORT_FIELDS, importFormats } from '../fields/import-fields';
import type { ImportJobType } from '../api/job-types';
import { jsonlProblems } from './jsonl-head';
import { otherFormat } from './other-formats';

/**
 * Checks what the beginning of a file shows, so that a file whose rows would all fail is not sent. Field
 * names and required fields: IMPORT_FIELDS.
 *
 * @returns a sentence for each problem; empty if the file may be sent
 */
export function headProblems(
	{ bytes, whole, format, type }: FileHead,
	{ file }: HostTexts,
): string[] {
	const notText = otherFormat(bytes, file) ?? whyNotUtf8(bytes, whole);
	if (notText !== undefined) return [notText];
	const text = decodeUtf8(bytes.subarray(bomLength(bytes)), whole) ?? '';
	if (text.trim() === '') {
		return whole ? ['It is empty.'] : ['It begins with nothing but blank space.'];
	}
	const wrongFormat = formatProblem(format, type);
	if (wrongFormat !== undefined) return [wrongFormat];
	const fields = IMPORT_FIELDS[type];
	if (format === 'csv') return csvProblems(text, whole, fields);
	return jsonlProblems(text, whole, fields, file);
}

/** Why rows of a type are not accepted in a format: redemptions must be CSV (guide). */
export function formatProblem(format: ImportFormat, type: ImportJobType): string | undefined {
	if (importFormats(type).includes(format)) return undefined;
	return 'It is JSON Lines, and Advocate accepts reward redemptions as CSV only. Use the report as CSV, as the Advocate portal exports it.';
}
