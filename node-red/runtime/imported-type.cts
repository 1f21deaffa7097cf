import { AdvocateError } from '../../advocate/errors.ts';
import { isImportJobType, type ImportJobType } from '../../advocate/job-types.ts';
import { markOf, type Message } from './message.cts';
import type { TypedValues } from './typed-value.cts';

/** The kind of a TypedInput that stands for "the type that the message says", which Upload puts there. */
export const TYPE_OF_MESSAGE = 'fromUpload';

/** A node's setting of what the rows of a file are. */
export interface TypeConfig {
	jobType?: string;
	jobTypeType?: string;
}

/** A node's setting of which file it is about. */
export interface FileRefConfig extends TypeConfig {
	fileRef?: string;
	fileRefType?: string;
}

/** A file that has been uploaded, and what its rows are. */
export interface UploadedFile {
	fileRef: string;
	type: ImportJobType;
}

/**
 * The type set in a node where the file enters.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for what is no type of import
 */
export async function importType(
	{ jobType, jobTypeType }: TypeConfig,
	values: TypedValues,
): Promise<ImportJobType> {
	const type = await values.text(jobType, jobTypeType, 'Type');
	return checkedType(type, `"${type}" is not a type of import`);
}

/**
 * The file that a node after Upload is to work on, from its settings and the message.
 *
 * @throws {AdvocateError} SETTINGS_INVALID where either is missing, or where the node's type is not the
 * one the file was uploaded as: taken for a deletion, a list of users would delete them
 */
export async function uploadedFile(
	config: FileRefConfig,
	values: TypedValues,
	message: Message,
): Promise<UploadedFile> {
	const { fileRef: property = 'advocate.fileRef', fileRefType = 'msg' } = config;
	const fileRef = await values.text(property, fileRefType, 'File reference');
	if (fileRef === '') {
		throw new AdvocateError('SETTINGS_INVALID', 'There is no file reference to work on', {
			hint: 'Wire this node after advocate upload, or fill in "File reference" with the fileRef of an uploaded file.',
		});
	}
	return { fileRef, type: await typeOfFile(config, values, message) };
}

async function typeOfFile(
	config: TypeConfig,
	values: TypedValues,
	message: Message,
): Promise<ImportJobType> {
	const { type: ofMessage } = markOf(message);
	if ((config.jobTypeType ?? TYPE_OF_MESSAGE) === TYPE_OF_MESSAGE) {
		return checkedType(ofMessage, 'The message does not say the type of its file');
	}
	const type = await importType(config, values);
	if (!isImportJobType(ofMessage) || ofMessage === type) return type;
	throw new AdvocateError(
		'SETTINGS_INVALID',
		`The file was uploaded as ${ofMessage}, but this node is set to ${type}`,
		{ hint: 'Choose the same type in both nodes, or "from upload" here.' },
	);
}

function checkedType(type: unknown, otherwise: string): ImportJobType {
	if (isImportJobType(type)) return type;
	throw new AdvocateError('SETTINGS_INVALID', otherwise, {
		hint: 'Choose the type in this node, or wire it after advocate upload, which puts it on msg.advocate.',
	});
}
