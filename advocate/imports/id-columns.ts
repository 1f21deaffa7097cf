import type { ImportJobType } from '../api/job-types';
import { AdvocateError } from '../errors';
import { matchOf } from '../fields/crm-names';
import { IMPORT_FIELDS } from '../fields/import-fields';
import { valueInHeader } from '../file-check/csv-head';
import type { HostTexts, ImportTexts } from '../host-texts';
import { isRecord, valueAt } from '../json';
import { listOfRows } from '../rows/check/list-of-rows';
import { MatchedNames } from '../rows/match/matched-names';
import { RowShapes } from '../rows/match/row-shapes';
import type { FileColumn } from '../rows/read/file-names';
import type { SetColumn } from '../rows/read/named-rows';
import { checkBraces } from '../rows/read/typed-names';
import { listed, quoted } from '../shown';

/** Where the value of a required field comes from, as it was set. */
export interface FieldChoice {
	/** Advocate's name. */
	field: string;
	/** The setting's name, as the host shows it. */
	label: string;
	/** Matched by name; a column; the same as the user ID; or a value that the host gives for each row. */
	from: 'match' | 'column' | 'userId' | 'value';
	/** The column's name; if it is empty, it is matched. */
	column?: string;
	/** The value, if it is the host that gives it. */
	read?: SetColumn['read'];
	/** The columns that `read` is known to read. */
	reads?: readonly string[];
	/** The value, if it is typed in and so the same for all rows. */
	fixed?: unknown;
}

/** What is known of the rows before they are read. */
export interface KnownRows {
	/** All of them, or the first ones of a file. */
	rows: readonly unknown[];
	/** The number of each among all rows, from 0; by default, its place. */
	rowIndexes?: readonly number[];
	/** Names of columns, of a file that names them ahead of its rows. */
	columns?: readonly string[];
}

/** Fields that every row needs, and that are chosen one by one: whose the row is, and for an event what happened. */
export function chosenFields(
	type: ImportJobType,
): Array<'accountId' | 'id' | 'userId' | 'event.key'> {
	switch (type) {
		case 'MUTATION/USER':
		case 'MUTATION/DELETE_USER':
			return ['accountId', 'id'];
		case 'MUTATION/USER_EVENT':
			return ['accountId', 'userId', 'event.key'];
		case 'MUTATION/REDEEMABLE_REWARD_BALANCE':
			return ['accountId', 'userId'];
	}
}

/** Whether other names are matched too, or only the chosen columns are sent. */
export type OtherColumns = 'matched' | 'chosen';

/**
 * The columns that the choices set by hand, for items. A field that is matched by name is left to MatchedNames, where
 * other names are matched too; otherwise it is read as that decides.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for a column that no row has, for a field that no column was recognized as,
 * and for a fixed value that is the name of a column; FILE_REFUSED if only chosen columns are sent and it is not certain
 * whose a row is
 */
export function idColumns(
	choices: readonly FieldChoice[],
	known: KnownRows,
	type: ImportJobType,
	others: OtherColumns,
	texts: HostTexts,
): SetColumn[] {
	const user = choices.find(({ field }) => USER_FIELDS.has(field));
	if (!areRight(choices, known, type, texts)) return choices.flatMap((choice) => setByHost(choice));
	const setByHand = choices.filter((choice) => !isMatched(choice)).map(({ field }) => field);
	const matched = new MatchedNames(type, texts.file, new Set(setByHand));
	if (others === 'chosen' && setByHand.length < choices.length) decideAll(known, matched);
	const readerOf = (choice: FieldChoice): SetColumn['read'] => {
		const { field, from, column = '', read, fixed } = choice;
		if (from === 'userId' && user !== undefined) return readerOf(user);
		if (from === 'value') return read ?? (() => fixed);
		if (!isMatched(choice)) return (row) => valueOf(row, column.trim());
		return (row) =>
			isRecord(row) ? (matched.valueAs(field, row) ?? valueOf(row, field)) : undefined;
	};
	return choices
		.filter((choice) => others === 'chosen' || !isMatched(choice))
		.map((choice) => ({ field: choice.field, read: readerOf(choice), reads: columnsOf(choice) }));
}

/** The columns that a choice is known to read, so that they do not count as ignored. */
function columnsOf({ from, column = '', reads = [] }: FieldChoice): readonly string[] {
	return from === 'column' && column.trim() !== '' ? [column.trim()] : reads;
}

/**
 * The same for a file, of which only the beginning is known.
 *
 * @throws {AdvocateError} SETTINGS_INVALID as idColumns does
 */
export function idFileColumns(
	choices: readonly FieldChoice[],
	known: KnownRows,
	type: ImportJobType,
	texts: HostTexts,
): FileColumn[] {
	const user = choices.find(({ field }) => USER_FIELDS.has(field));
	// A file without a header is refused as one.
	const header = [...(known.columns ?? [])];
	if (valueInHeader(header, IMPORT_FIELDS[type]).length === 0)
		areRight(choices, known, type, texts);
	const columnFor = (field: string, choice: FieldChoice): FileColumn => {
		const { from, column = '', read, fixed } = choice;
		if (from === 'userId' && user !== undefined) return columnFor(field, user);
		if (from === 'value') return { field, value: read === undefined ? fixed : read({}, 0) };
		return isMatched(choice) ? { field, sameAs: choice.field } : { field, column: column.trim() };
	};
	return choices
		.filter((choice) => !isMatched(choice))
		.map((choice) => columnFor(choice.field, choice));
}

/** The fields that say who the user is within the account. */
const USER_FIELDS: ReadonlySet<string> = new Set(['id', 'userId']);

/** Whether a field's column is found by its name: where a column is to be chosen and none is named, it is, too. */
function isMatched({ from, column = '' }: FieldChoice): boolean {
	return from === 'match' || (from === 'column' && column.trim() === '');
}

function setByHost({ field, from, read, fixed }: FieldChoice): SetColumn[] {
	if (from !== 'value') return [];
	return [{ field, read: read ?? (() => fixed) }];
}

/** @throws {AdvocateError} FILE_REFUSED if it is not certain whose a row is */
function decideAll({ rows, rowIndexes = [] }: KnownRows, matched: MatchedNames): void {
	for (const [position, row] of rows.entries()) {
		if (isRecord(row)) matched.leftOutOf(row, (rowIndexes[position] ?? position) + 1);
	}
	matched.end();
}

/**
 * Makes sure that the choices can be right.
 *
 * @returns whether there is any column to judge by
 */
function areRight(
	choices: readonly FieldChoice[],
	known: KnownRows,
	type: ImportJobType,
	texts: HostTexts,
): boolean {
	for (const { field, from, fixed } of choices) {
		if (from === 'value' && typeof fixed === 'string') checkBraces(field, fixed, texts.file);
	}
	const names = namesIn(known, type);
	if (names.length === 0) return false;
	for (const choice of choices) {
		const { label, from, column = '', fixed } = choice;
		const name = (from === 'value' && typeof fixed === 'string' ? fixed : column).trim();
		if (from === 'value') {
			if (name !== '' && hasColumn(known, names, name)) {
				throw columnAsValue(label, name, texts.imports);
			}
		} else if (isMatched(choice)) assertRecognized(choice, known, names, type, texts.imports);
		else if (from === 'column' && !hasColumn(known, names, name)) {
			throw noSuchColumn(label, name, names);
		}
	}
	return true;
}

function assertRecognized(
	{ field, label }: FieldChoice,
	{ rows }: KnownRows,
	names: readonly string[],
	type: ImportJobType,
	texts: ImportTexts,
): void {
	if (names.some((name) => matchOf(name, type)?.field === field)) return;
	// An object that holds the rows in a list is told of as what it is.
	if (rows.some((row) => listOfRows(row, [field], type) !== undefined)) return;
	throw notRecognized(field, label, names, texts);
}

/** The names of all columns: looked for once in all rows of one shape. */
function namesIn({ rows, columns = [] }: KnownRows, type: ImportJobType): string[] {
	const names = new Set(columns);
	const shapes = new RowShapes(type, (found) => {
		for (const { name, holds } of found) if (holds !== 'object') names.add(name);
	});
	for (const row of rows) if (isRecord(row)) shapes.planFor(row);
	// Advocate's own form of an event has its key within the object `event`.
	const nested = chosenFields(type).filter((field) => field.includes('.'));
	for (const field of nested) {
		if (rows.some((row) => valueOf(row, field) !== undefined)) names.add(field);
	}
	return [...names];
}

function hasColumn(
	{ rows, columns = [] }: KnownRows,
	names: readonly string[],
	name: string,
): boolean {
	if (columns.includes(name) || names.includes(name)) return true;
	return rows.some(
		(row) => isRecord(row) && (Object.hasOwn(row, name) || valueOf(row, name) !== undefined),
	);
}

/** A value by the name of its column: one of the row's own, or one within its objects, with dots. */
export function valueOf(row: unknown, name: string): unknown {
	if (!isRecord(row)) return undefined;
	return Object.hasOwn(row, name) ? row[name] : valueAt(row, name.split('.'));
}

function noSuchColumn(label: string, name: string, names: readonly string[]): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`"${label}" is set to the column ${quoted(name)}, which no row has`,
		{ hint: `The columns are ${listed(names.map(quoted))}. Names are case-sensitive.` },
	);
}

function notRecognized(
	field: string,
	label: string,
	names: readonly string[],
	texts: ImportTexts,
): AdvocateError {
	const how = field === 'accountId' ? texts.chooseAccountId : texts.chooseColumn(label);
	return new AdvocateError(
		'SETTINGS_INVALID',
		`No column was recognized as the ${label}, which every row needs`,
		{ hint: `${how} The columns are ${listed(names.map(quoted))}.` },
	);
}

function columnAsValue(label: string, name: string, texts: ImportTexts): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`"${label}" is set to the same text for every row, ${quoted(name)}, but that is the name of a column`,
		{ hint: `Nothing was sent. ${texts.chooseAsColumn(label)}` },
	);
}
