import { AdvocateError } from '../../errors';
import type { ImportJobType } from '../../api/job-types';
import { fieldKind } from '../../fields/kinds';
import type { FileTexts } from '../../host-texts';
import { isRecord, valueAt } from '../../json';
import { quoted, shownName } from '../../shown';
import type { FileColumn } from './file-names';
import type { SetColumn } from './set-columns';

/** Fields in which one word may well be meant for all rows, though a column has it for a name. */
const WORDS: ReadonlySet<string> = new Set(['event.key', 'unit', 'segments']);
const FAMILIES_OF_WORDS = ['customFields.', 'event.fields.', 'referralCodes.', 'shareLinks.'];

/**
 * Finds texts that were entered as the value for all rows and are the name of a column, whose value was meant.
 *
 * @returns warnings, for fields in which such a word may be right
 * @throws {AdvocateError} SETTINGS_INVALID for all others: an account called `Company ID` would get every user
 */
export function checkTypedNames(
	columns: ReadonlyArray<Pick<SetColumn, 'field' | 'constant'>>,
	sources: readonly unknown[],
	type: ImportJobType,
	texts: FileTexts,
): string[] {
	return columns.flatMap(({ field, constant = '' }) => {
		const text = constant.trim();
		if (text === '') return [];
		const isWord = mayBeWord(field, type);
		if (BRACES.test(text) && !isWord) throw bracesFor(field, text, texts);
		const path = columnNamed(text, sources);
		if (path === undefined) return [];
		if (!isWord) throw nameFor(field, text, path, texts);
		return [
			`${shownName(field)} is ${quoted(text)} in all rows, which is also the name of a column. ${texts.useColumn(path)}`,
		];
	});
}

/**
 * The same for the columns of a file. A value that comes from somewhere else is the same in every row, too, so it has to
 * be one: an empty cell in all of them would clear the field of every user.
 *
 * @param sources rows of the file, or one that has its columns
 * @returns warnings
 * @throws {AdvocateError} SETTINGS_INVALID
 */
export function checkFileColumns(
	columns: readonly FileColumn[],
	sources: readonly unknown[],
	type: ImportJobType,
	texts: FileTexts,
): string[] {
	const set = columns.flatMap((column) => ('value' in column ? [column] : []));
	const given = set.flatMap(({ field, value, from }) => {
		if (from === undefined) return [];
		if (value === undefined || value === null) throw nothingFor(field, from.shown, texts);
		const isBlank = typeof value === 'string' && value.trim() === '';
		return isBlank ? [`${nothingIn(field, from.shown)}.`] : [];
	});
	const ofFile = { ...texts, useColumn: () => texts.useFileColumn };
	return [...checkTypedNames(set, sources, type, ofFile), ...given];
}

/** Makes sure that a text for all rows is not an expression that nothing evaluates. */
export function checkBraces(field: string, text: string, texts: FileTexts): void {
	if (BRACES.test(text)) throw bracesFor(field, text, texts);
}

/** An expression of n8n, or of a template, that nothing evaluates. */
const BRACES = /\{\{.*\}\}/s;

function mayBeWord(field: string, type: ImportJobType): boolean {
	if (WORDS.has(field) || FAMILIES_OF_WORDS.some((family) => field.startsWith(family))) return true;
	return fieldKind(field, type) === 'any';
}

/** The path of a column with this name, in any of the rows. */
function columnNamed(name: string, sources: readonly unknown[]): string[] | undefined {
	if (sources.some((source) => isRecord(source) && Object.hasOwn(source, name))) return [name];
	const path = name.split('.');
	if (path.length === 1) return undefined;
	return sources.some((source) => valueAt(source, path) !== undefined) ? path : undefined;
}

function nameFor(field: string, text: string, path: string[], texts: FileTexts): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`${shownName(field)} would be the text ${quoted(text)} in every row, which is the name of a column`,
		{ hint: `Nothing was uploaded. ${texts.useColumn(path)}` },
	);
}

/** @param shown where the value comes from, as the builder wrote it */
function nothingIn(field: string, shown: string): string {
	return `${shownName(field)} is set from ${quoted(shown)}, which gives nothing in any row`;
}

function nothingFor(field: string, shown: string, texts: FileTexts): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', nothingIn(field, shown), {
		hint: texts.useFileColumn,
	});
}

function bracesFor(field: string, text: string, texts: FileTexts): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`${shownName(field)} would be the text ${quoted(text)} in every row, as it is not an expression`,
		{ hint: `Nothing was uploaded. ${texts.useExpression}` },
	);
}
