import type { IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError } from '../advocate/errors';
import { isImportJobType, type ImportJobType } from '../advocate/job-types';
import { TYPE_FROM_ITEM } from './descriptions/job-type';
import { inputItem } from './node-outputs';

/** A file that has been uploaded, and what its rows are. */
export interface UploadedFile {
	fileRef: string;
	type: ImportJobType;
}

/**
 * The file that a node after Upload is to work on, from its parameters and the item.
 *
 * @throws {AdvocateError} SETTINGS_INVALID where either is missing, or where the node's type is not the
 * one the file was uploaded as: taken for a deletion, a list of users would delete them
 */
export function uploadedFile(context: IExecuteFunctions, itemIndex: number): UploadedFile {
	const fileRef: unknown = context.getNodeParameter('fileRef', itemIndex);
	if (typeof fileRef !== 'string' || fileRef.trim() === '') {
		throw new AdvocateError('SETTINGS_INVALID', 'There is no file reference to work on', {
			hint: 'Connect this node after Advocate Upload, or fill in "File Reference" with the "fileRef" of an uploaded file.',
		});
	}
	return { fileRef: fileRef.trim(), type: typeOfFile(context, itemIndex) };
}

function typeOfFile(context: IExecuteFunctions, itemIndex: number): ImportJobType {
	const chosen: unknown = context.getNodeParameter('type', itemIndex);
	const ofItem: unknown = inputItem(context, itemIndex).json['type'];
	if (chosen === TYPE_FROM_ITEM) return checkedType(ofItem, 'The input item does not say its type');
	const type = checkedType(chosen, `"${String(chosen)}" is not a type of import`);
	if (isImportJobType(ofItem) && ofItem !== type) {
		throw new AdvocateError(
			'SETTINGS_INVALID',
			`The file was uploaded as ${ofItem}, but this node is set to ${type}`,
			{ hint: 'Choose the same Type in both nodes, or "From the Input Item" here.' },
		);
	}
	return type;
}

function checkedType(type: unknown, otherwise: string): ImportJobType {
	if (isImportJobType(type)) return type;
	throw new AdvocateError('SETTINGS_INVALID', otherwise, {
		hint: 'Choose the Type in this node, or connect it after Advocate Upload, which puts it on the item.',
	});
}
