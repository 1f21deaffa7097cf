import type { IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError, FileRefusedError } from '../../advocate/errors';
import { idFileColumns } from '../../advocate/imports/id-columns';
import type { FileColumn } from '../../advocate/rows/read/file-names';
import { cleanedFile, type CleanedFile } from '../../advocate/rows/write/cleaned-file';
import { settled } from '../../advocate/settled';
import { additionalColumns } from '../AdvocateUpload/set-columns';
import { inputItem } from '../runtime/node-outputs';
import { keptInStore, storedFile } from '../runtime/stored-file';
import { fieldChoices } from './field-choices';
import { IMPORT_TEXTS, rulesOf, type ImportSettings } from './import-settings';

/**
 * Checks the file of one item, row by row.
 *
 * @param isFirst whether nothing has come of the run yet, so that what can't be right stops it
 * @returns the good rows as a file, or why the file is refused as a whole
 * @throws {AdvocateError} SETTINGS_INVALID for settings that can't be right, or if there is no file; for the first also FILE_REFUSED
 */
export async function checkedFile(
	context: IExecuteFunctions,
	itemIndex: number,
	settings: ImportSettings,
	isFirst: boolean,
): Promise<CleanedFile | AdvocateError> {
	const { type, options } = settings;
	const { binaryPropertyName = 'data', fileName } = options;
	const source = await storedFile(context, itemIndex, binaryPropertyName, ROWS_FROM);
	const choices = fieldChoices(context, type, itemIndex);
	const set = setColumns(context, itemIndex, settings);
	const rules = rulesOf(context, settings);
	const cleaning = cleanedFile(source, {
		...rules,
		...{ type, fileName, names: 'matched' },
		columns: (head) => [...idFileColumns(choices, head, type, IMPORT_TEXTS), ...set],
		keep: keptInStore(context),
		texts: IMPORT_TEXTS,
	});
	const outcome = await settled(cleaning);
	if ('value' in outcome) return outcome.value;
	if (isFirst) throw outcome.thrown;
	return refusedAs(source.fileName, outcome.thrown);
}

/**
 * Why a file is refused, if that was thrown: other files of the run are imported all the same.
 *
 * @throws what has nothing to do with the file
 */
function refusedAs(fileName: string, thrown: unknown): AdvocateError {
	const isOfFile =
		thrown instanceof AdvocateError && ['FILE_REFUSED', 'SETTINGS_INVALID'].includes(thrown.code);
	if (!isOfFile) throw thrown;
	const name = fileName === '' ? 'unnamed' : fileName;
	const hint = thrown.hint.replace(/^Nothing was (uploaded|sent)\. /, '');
	return new FileRefusedError(name, [`${thrown.message}.`]).rephrased({ hint });
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
	return additionalColumns(context, type, [itemIndex]).map(({ field, read, constant, from }) => ({
		...{ field, constant, from },
		value: read(json, itemIndex),
	}));
}
