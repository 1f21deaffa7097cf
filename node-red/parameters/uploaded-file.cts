import {
	uploadedFile,
	type UploadedFile,
	type UploadedFileTexts,
} from '../../advocate/jobs/uploaded-file.ts';
import { markOf, type Message } from '../runtime/message.cts';
import type { TypeConfig } from './job-type.cts';
import type { TypedValues } from './typed-value.cts';

/** The kind of a TypedInput that stands for "the type that the message says", which Upload puts there. */
export const TYPE_OF_MESSAGE = 'fromUpload';

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
 * The file that a node after Upload is to work on, from its settings and the message.
 *
 * @throws {AdvocateError} SETTINGS_INVALID (see uploadedFile of advocate/)
 */
export async function fileOfMessage(
	{ fileRef = 'advocate.fileRef', fileRefType = 'msg', jobType, jobTypeType }: FileRefConfig,
	values: TypedValues,
	message: Message,
): Promise<UploadedFile> {
	const asUploaded = (jobTypeType ?? TYPE_OF_MESSAGE) === TYPE_OF_MESSAGE;
	return uploadedFile(
		{
			fileRef: await values.text(fileRef, fileRefType, 'File reference'),
			chosenType: asUploaded ? undefined : await values.text(jobType, jobTypeType, 'Type'),
			uploadedType: markOf(message).type,
		},
		TEXTS,
	);
}
