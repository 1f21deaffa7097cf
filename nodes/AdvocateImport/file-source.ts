import type { IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError, type FileRefusedError } from '../../advocate/errors';
import { idFileColumns } from '../../advocate/imports/id-columns';
import type { FileColumn } from '../../advocate/rows/read/file-names';
import { cleanedFile, type CleanedFile } from '../../advocate/rows/write/cleaned-file';
import { additionalColumns } from '../AdvocateUpload/set-columns';
import { inputItem } from '../runtime/node-outputs';
import { keptInStore, storedFile } from '../runtime/stored-file';
import { fieldChoices } from './field-choices';
import { IMPORT_TEXTS, rulesOf, type ImportSettings } from './import-settings';

/**
 * Checks the file of one item, row by row.
 *
 * @returns the good rows as a file, or why the file is refused as a whole
 * @throws {AdvocateError} SETTINGS_INVALID for columns that can't be right, or if there is no file
 */
export async function checkedFile(
	context: IExecuteFunctions,
	itemIndex: number,
	settings: ImportSettings,
): Promise<CleanedFile | FileRefusedError> {
	const { type, options } = settings;
	const { binaryPropertyName = 'data', fileName } = options;
	const source = await storedFile(context, itemIndex, binaryPropertyName, ROWS_FROM);
	const choices = fieldChoices(context, type, itemIndex);
	const set = setColumns(context, itemIndex, settings);
	return await cleanedFile(source, {
		...rulesOf(context, settings),
		...{ type, fileName, names: 'matched' },
		columns: (head) => [...idFileColumns(choices, head, type, IMPORT_TEXTS), ...set],
		keep: keptInStore(context),
		texts: IMPORT_TEXTS,
	});
}

/** How this node calls the setting for where rows come from. */
const ROWS_FROM = 'Rows From';

/** Columns that are set for all rows of the file. */
function setColumns(
	context: IExecuteFunctions,
	itemIndex: number,
	{ type }: ImportSettings,
): FileColumn[] {
	const mode = context.getNodeParameter('otherColumns', itemIndex, 'match');
	if (mode === 'match') return [];
	if (mode === 'choose') {
		throw new AdvocateError('SETTINGS_INVALID', 'The columns of a file can only be matched', {
			hint: 'Set "Other Columns" to "Match Automatically", or turn the rows of the file into items first, for example with the Extract From File node.',
		});
	}
	const { json } = inputItem(context, itemIndex);
	return additionalColumns(context, type, [itemIndex]).map(({ field, read }) => ({
		field,
		value: read(json, itemIndex),
	}));
}
