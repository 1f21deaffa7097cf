import { AdvocateError } from '../errors';
import type { HostTexts, JobTexts } from '../host-texts';
import { isImportJobType, ROWS_OF_TYPE, type ImportJobType } from '../api/job-types';

/** A file that has been uploaded, and what its rows are. */
export interface UploadedFile {
	fileRef: string;
	type: ImportJobType;
}

/** What is known about the file that a step after the upload works on. */
export interface GivenFile {
	fileRef: unknown;
	/** The type chosen in this step; undefined for the one it was uploaded as. */
	chosenType: unknown;
	/** The type that the upload reported; anything else if it reported none. */
	uploadedType: unknown;
}

/**
 * The file, ready to be validated or imported.
 *
 * @throws {AdvocateError} SETTINGS_INVALID if the file or its type is missing, or if the chosen type is not
 * the one it was uploaded as: taken for a deletion, a list of users would delete them
 */
export function uploadedFile(given: GivenFile, { job }: HostTexts): UploadedFile {
	const fileRef = typeof given.fileRef === 'string' ? given.fileRef.trim() : '';
	if (fileRef === '') {
		throw new AdvocateError('SETTINGS_INVALID', 'The file reference is missing', {
			hint: job.chooseFile,
		});
	}
	return { fileRef, type: typeOf(given, job) };
}

function typeOf({ chosenType, uploadedType }: GivenFile, texts: JobTexts): ImportJobType {
	if (chosenType === undefined) {
		if (isImportJobType(uploadedType)) return uploadedType;
		throw new AdvocateError('SETTINGS_INVALID', texts.typeNotSaid, { hint: texts.chooseType });
	}
	const type = importType(chosenType, texts.chooseType);
	if (!isImportJobType(uploadedType) || uploadedType === type) return type;
	throw new AdvocateError(
		'SETTINGS_INVALID',
		`The file was uploaded as ${ROWS_OF_TYPE[uploadedType]}, but this node is set to ${ROWS_OF_TYPE[type]}`,
		{ hint: texts.chooseSameType },
	);
}

/**
 * A type of import, from whatever a setting or an expression gave.
 *
 * @param hint how to choose one
 * @throws {AdvocateError} SETTINGS_INVALID for anything else
 */
export function importType(type: unknown, hint: string): ImportJobType {
	if (isImportJobType(type)) return type;
	throw new AdvocateError('SETTINGS_INVALID', `"${String(type)}" is not a type of import`, {
		hint,
	});
}

/**
 * A job's ID, from whatever a setting or an expression gave.
 *
 * @param texts for the hint that says where to find one
 * @throws {AdvocateError} SETTINGS_INVALID if it is missing
 */
export function givenJobId(value: unknown, { job }: HostTexts): string {
	const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (id !== '') return id;
	throw new AdvocateError('SETTINGS_INVALID', 'The job ID is missing', {
		hint: job.enterJobId,
	});
}
