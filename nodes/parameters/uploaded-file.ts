import type { IExecuteFunctions } from 'n8n-workflow';
import {
	uploadedFile as fileFrom,
	type UploadedFile,
	type UploadedFileTexts,
} from '../../advocate/jobs/uploaded-file';
import { TYPE_FROM_ITEM } from './job-type';
import { inputItem } from '../runtime/node-outputs';

const TEXTS: UploadedFileTexts = {
	chooseFile:
		'Connect this node after Advocate Upload, or fill in "File Reference" with the "fileRef" of an uploaded file.',
	chooseType:
		'Choose the Type in this node, or connect it after Advocate Upload, which puts it on the item.',
	chooseSameType: 'Choose the same Type in both nodes, or "From the Input Item" here.',
	typeNotSaid: 'The input item does not say its type',
};

/**
 * The file that a node after Upload is to work on, from its parameters and the item.
 *
 * @throws {AdvocateError} SETTINGS_INVALID (see uploadedFile of advocate/)
 */
export function uploadedFile(context: IExecuteFunctions, itemIndex: number): UploadedFile {
	const type: unknown = context.getNodeParameter('type', itemIndex);
	return fileFrom(
		{
			fileRef: context.getNodeParameter('fileRef', itemIndex),
			chosenType: type === TYPE_FROM_ITEM ? undefined : (type ?? ''),
			uploadedType: inputItem(context, itemIndex).json['type'],
		},
		TEXTS,
	);
}
