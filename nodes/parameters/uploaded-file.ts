import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { uploadedFile, type UploadedFile } from '../../advocate/jobs/given';
import { inputItem } from '../runtime/node-outputs';
import { fromModel, onlyAsStep, onlyAsTool } from './agent-tool';
import { TYPE_FROM_ITEM } from './job-type';
import { N8N_TEXTS } from '../runtime/host-texts';

const fileRef: INodeProperties = {
	displayName: 'File Reference',
	name: 'fileRef',
	type: 'string',
	default: '={{ $json.fileRef }}',
	required: true,
	placeholder: 'e.g. imports/test_abc123/users_63323378e1ed.csv',
	description: 'The "fileRef" of the uploaded file, as Advocate Upload outputs it',
};

/** The uploaded file, by default the one that Upload outputs, or the one that the model of an AI agent names. */
export const fileRefProperties: INodeProperties[] = [
	{ ...fileRef, displayOptions: onlyAsStep() },
	{
		...fileRef,
		default: fromModel(
			'File_Reference',
			'The fileRef of an uploaded file, as the upload gave it, such as imports/test_abc123/users_63323378e1ed.csv',
		),
		displayOptions: onlyAsTool(),
	},
];

/**
 * The file that a node after Upload works on, from `fileRef`, `typeOfItem` and the item.
 *
 * @throws {AdvocateError} SETTINGS_INVALID (see uploadedFile in advocate/)
 */
export function fileOfItem(context: IExecuteFunctions, itemIndex: number): UploadedFile {
	const type: unknown = context.getNodeParameter('type', itemIndex);
	return uploadedFile(
		{
			fileRef: context.getNodeParameter('fileRef', itemIndex),
			chosenType: type === TYPE_FROM_ITEM ? undefined : (type ?? ''),
			uploadedType: inputItem(context, itemIndex).json['type'],
		},
		N8N_TEXTS,
	);
}
