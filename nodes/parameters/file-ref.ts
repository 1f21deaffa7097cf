import type { INodeProperties } from 'n8n-workflow';

/** The uploaded file, as Upload names it. */
export const fileRef: INodeProperties = {
	displayName: 'File Reference',
	name: 'fileRef',
	type: 'string',
	default: '={{ $json.fileRef }}',
	required: true,
	placeholder: 'e.g. imports/test_abc123/users_63323378e1ed.csv',
	description: 'The "fileRef" of the uploaded file, as Advocate Upload gives it',
};
