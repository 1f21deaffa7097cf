import { Fingerprint } from './fingerprint';
import type { SourceList } from './list-fingerprint';
import { readRanges, type RowRange, type WrittenRanges } from './row-ranges';
import type { FileFingerprint } from './user-marks';

/**
 * Which rows of which list are in a file, as an upload puts it on its item. As text
 * `1-41,43-100 of 103; list 3c9d…; file 81f0…; upload 5be2…`, without the last part if the file was not uploaded.
 */
export interface SourceRows<Ranges = RowRange[]> {
	ranges: Ranges;
	list: SourceList;
	file: FileFingerprint;
	/** Of the upload, whose job alone these rows are about. */
	upload?: string;
}

export function writtenSourceRows({ ranges, list, file }: SourceRows<WrittenRanges>): string {
	return [`${ranges} of ${list.length}`, `list ${list.fingerprint}`, `file ${file}`].join('; ');
}

/**
 * Says which upload the rows were sent in, so that they are used for no other job.
 *
 * @param sourceRows as writtenSourceRows returned them; undefined for a file whose rows are not known
 * @returns what to add to the summary of the upload
 */
export function uploadedAs(
	sourceRows: string | undefined,
	fileRef: string,
): { sourceRows?: string } {
	if (sourceRows === undefined) return {};
	return { sourceRows: `${sourceRows}; upload ${uploadFingerprint(fileRef)}` };
}

/** Of its name alone, which is unique: nobody has said that a job names the folder as an upload does. */
export function uploadFingerprint(fileRef: string): string {
	return new Fingerprint().text(fileRef.slice(fileRef.lastIndexOf('/') + 1)).written();
}

/** Reads source rows; undefined for a text that proves nothing, or is none. */
export function parsedSourceRows(text: string): SourceRows | undefined {
	const { written = '', length, fingerprint, file, upload } = FORM.exec(text.trim())?.groups ?? {};
	const ranges = readRanges(written);
	if (ranges === undefined || fingerprint === undefined) return undefined;
	const list = { length: Number(length), fingerprint };
	if (ranges.some(({ last }) => last > list.length)) return undefined;
	return { ranges, list, file: file as FileFingerprint, ...(upload !== undefined && { upload }) };
}

const FORM =
	/^(?<written>[\d,-]+) of (?<length>\d{1,15}); list (?<fingerprint>[\da-f]+); file (?<file>[\da-f]+\.[\da-f]+)(?:; upload (?<upload>[\da-f]+))?$/;
