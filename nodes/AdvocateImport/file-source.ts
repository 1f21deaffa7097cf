import type { IExecuteFunctions } from 'n8n-workflow';
import { AdvocateError, FileRefusedError } from '../../advocate/errors';
import { importFileFrom, type ImportFile } from '../../advocate/file-check/import-file';
import { namesOfFile } from '../../advocate/imports/named-file';
import { preparedFromFile, type PreparedImport } from '../../advocate/imports/prepared';
import { cleanedFile } from '../../advocate/rows/write/cleaned-file';
import { additionalColumns } from '../AdvocateUpload/set-columns';
import { inputItem } from '../runtime/node-outputs';
import { keptInStore, storedFile } from '../runtime/stored-file';
import { fieldChoices } from './field-choices';
import { IMPORT_TEXTS, rulesOf, type ImportSettings } from './import-settings';

/** A file, checked row by row, and as it came in. */
export interface PreparedSource {
	prepared: PreparedImport;
	original: ImportFile;
}

/**
 * Checks the file of one item, row by row.
 *
 * @returns the good rows as a file, or why the file is refused as a whole
 * @throws {AdvocateError} SETTINGS_INVALID for columns that can't be right, or if there is no file
 */
export async function preparedFile(
	context: IExecuteFunctions,
	itemIndex: number,
	settings: ImportSettings,
): Promise<PreparedSource | FileRefusedError> {
	const { type, options } = settings;
	const { binaryPropertyName = 'data', fileName } = options;
	const rules = rulesOf(context, settings);
	const source = await storedFile(context, itemIndex, binaryPropertyName, ROWS_FROM);
	const original = await importFileFrom(source, {
		...{ type, fileName, namesAreLiteral: false },
		texts: IMPORT_TEXTS,
	});
	if (original instanceof FileRefusedError) return original;
	const named = { choices: fieldChoices(context, type, itemIndex), columns: [] as const };
	const columns = setColumns(context, itemIndex, settings);
	const names = await namesOfFile(original, type, { ...named, columns }, IMPORT_TEXTS);
	const keep = keptInStore(context, original);
	const cleaned = await cleanedFile(original, {
		...{ type, ...rules, names, keep },
		texts: IMPORT_TEXTS,
	});
	if (cleaned instanceof FileRefusedError) return cleaned;
	const { mapping, ignoredColumns } = cleaned.summary;
	const about = { mapping, ...(ignoredColumns && { ignoredColumns }), timeZone: rules.timeZone };
	return { prepared: preparedFromFile(cleaned, type, about), original };
}

/** How this node calls the setting for where rows come from. */
const ROWS_FROM = 'Rows From';

/** Columns that are set for all rows of the file. */
function setColumns(context: IExecuteFunctions, itemIndex: number, { type }: ImportSettings) {
	const mode = context.getNodeParameter('otherColumns', itemIndex, 'match');
	if (mode === 'match') return [];
	if (mode === 'choose') {
		throw new AdvocateError('SETTINGS_INVALID', 'The columns of a file can only be matched', {
			hint: 'Set "Other Columns" to "Match Automatically", or turn the rows of the file into items first, for example with the Extract From File node.',
		});
	}
	const { json } = inputItem(context, itemIndex);
	return additionalColumns(context, type, [itemIndex]).map((column) => ({
		...column,
		read: () => column.read(json, itemIndex),
	}));
}
