import { uploadedFile, type UploadedFile } from '../../advocate/jobs/given.ts';
import { markOf, type Message } from '../runtime/message.cts';
import type { TypeConfig } from './job-type.cts';
import type { TypedValues } from './typed-value.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';

/** The kind of a TypedInput that stands for the type on the message, which Upload puts there. */
export const TYPE_OF_MESSAGE = 'fromUpload';

/** A node's setting for the file it works on. */
export interface FileRefConfig extends TypeConfig {
	fileRef?: string;
	fileRefType?: string;
}

/**
 * The file that a node after Upload works on, from its settings and the message.
 *
 * @throws {AdvocateError} SETTINGS_INVALID (see uploadedFile in advocate/)
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
		NODE_RED_TEXTS,
	);
}
