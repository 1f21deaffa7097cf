import type { ImportJobType } from '../../advocate/api/job-types.ts';
import {
	importType as importTypeFrom,
	uploadedFile as fileFrom,
	type UploadedFile,
	type UploadedFileTexts,
} from '../../advocate/jobs/uploaded-file.ts';
import { markOf, type Message } from '../runtime/message.cts';
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

const TEXTS: UploadedFileTexts = {
	chooseFile:
		'Wire this node after advocate upload, or fill in "File reference" with the fileRef of an uploaded file.',
	chooseType:
		'Choose the type in this node, or wire it after advocate upload, which puts it on msg.advocate.',
	chooseSameType: 'Choose the same type in both nodes, or "from upload" here.',
	typeNotSaid: 'The message does not say the type of its file',
};

/**
 * The type set in a node where the file enters.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for what is no type of import
 */
export async function importType(
	{ jobType, jobTypeType }: TypeConfig,
	values: TypedValues,
): Promise<ImportJobType> {
	return importTypeFrom(
		await values.text(jobType, jobTypeType, 'Type'),
		'Choose the type in this node, or use a value such as MUTATION/USER.',
	);
}

/**
 * The file that a node after Upload is to work on, from its settings and the message.
 *
 * @throws {AdvocateError} SETTINGS_INVALID (see uploadedFile of advocate/)
 */
export async function uploadedFile(
	{ fileRef = 'advocate.fileRef', fileRefType = 'msg', jobType, jobTypeType }: FileRefConfig,
	values: TypedValues,
	message: Message,
): Promise<UploadedFile> {
	const asUploaded = (jobTypeType ?? TYPE_OF_MESSAGE) === TYPE_OF_MESSAGE;
	return fileFrom(
		{
			fileRef: await values.text(fileRef, fileRefType, 'File reference'),
			chosenType: asUploaded ? undefined : await values.text(jobType, jobTypeType, 'Type'),
			uploadedType: markOf(message).type,
		},
		TEXTS,
	);
}
