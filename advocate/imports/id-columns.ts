import type { ImportJobType } from '../api/job-types';
import { AdvocateError } from '../errors';
import { columnNames, matchColumns } from '../fields/crm-names';
import type { ImportTexts } from '../host-texts';
import { isRecord, valueAt } from '../json';
import { listOfRows } from '../rows/check/list-of-rows';
import type { SetColumn } from '../rows/read/named-rows';
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
	/** The value, if it is the same for all rows. */
	fixed?: unknown;
}

/** What is known of the rows before they are read. */
export interface KnownRows {
	/** All of them, or the first ones of a file. */
	rows: readonly unknown[];
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

/**
 * The columns that the choices set by hand.
 *
 * @param others whether other names are matched too; then a field that is matched by name is left to that
 * @throws {AdvocateError} SETTINGS_INVALID for a column that no row has, for a field of which two columns with different
 * values could be meant, for one that no column was recognized as, and for a fixed value that is the name of a column
 */
export function idColumns(
	choices: readonly FieldChoice[],
	known: KnownRows,
	type: ImportJobType,
	others: 'matched' | 'chosen',
	texts: ImportTexts,
): SetColumn[] {
	const names = namesIn(known, type);
	if (names.length === 0) return choices.flatMap((choice) => setByHost(choice));
	const user = choices.find(({ field }) => field === 'id' || field === 'userId');
	return choices.flatMap((choice): SetColumn[] => {
		const { field, label, from, column = '', fixed } = choice;
		if (from === 'value') {
			if (typeof fixed === 'string' && hasColumn(known, names, fixed.trim())) {
				throw columnAsValue(label, fixed.trim(), texts);
			}
			return setByHost(choice);
		}
		if (from === 'userId' && user !== undefined) {
			return [{ field, read: readerFor(user, names, type) }];
		}
		const name = column.trim();
		if (name !== '') {
			if (!hasColumn(known, names, name)) throw noSuchColumn(label, name, names);
			return [{ field, read: readerFor(choice, names, type) }];
		}
		assertRecognized(choice, known, names, type, texts);
		return others === 'matched' ? [] : [{ field, read: readerFor(choice, names, type) }];
	});
}

function setByHost({ field, from, read, fixed }: FieldChoice): SetColumn[] {
	if (from !== 'value') return [];
	return [{ field, read: read ?? (() => fixed) }];
}

/** How to get the value of a field, wherever that comes from. */
function readerFor(
	choice: FieldChoice,
	names: readonly string[],
	type: ImportJobType,
): SetColumn['read'] {
	const { field, from, read, fixed, column = '' } = choice;
	if (from === 'value') return read ?? (() => fixed);
	if (column.trim() !== '') return (row) => valueOf(row, column.trim());
	const candidates = candidatesFor(field, names, type);
	return (row) => candidates.map((name) => valueOf(row, name)).find((value) => !isNothing(value));
}

function assertRecognized(
	{ field, label }: FieldChoice,
	{ rows }: KnownRows,
	names: readonly string[],
	type: ImportJobType,
	texts: ImportTexts,
): void {
	const candidates = candidatesFor(field, names, type);
	const [first, second] = candidates;
	if (first === undefined) {
		// An object that holds the rows in a list is told of as what it is.
		if (rows.some((row) => listOfRows(row, [field], type) !== undefined)) return;
		throw notRecognized(field, label, names, texts);
	}
	if (second === undefined) return;
	for (const row of rows) {
		const given = candidates.filter((name) => !isNothing(valueOf(row, name)));
		const values = new Set(given.map((name) => textOf(valueOf(row, name))));
		if (values.size > 1) throw inDoubt(label, given, row, texts);
	}
}

/** The columns that could be a field, the likeliest first. */
function candidatesFor(field: string, names: readonly string[], type: ImportJobType): string[] {
	const likeliest = [...matchColumns(names, type)].find(([, matched]) => matched === field)?.[0];
	const others = names.filter(
		(name) => name !== likeliest && matchColumns([name], type).get(name) === field,
	);
	return likeliest === undefined ? [] : [likeliest, ...others];
}

function namesIn({ rows, columns = [] }: KnownRows, type: ImportJobType): string[] {
	const names = new Set(columns);
	for (const row of rows) {
		if (!isRecord(row)) continue;
		for (const name of columnNames(row, type)) names.add(name);
		// A column that is empty in every row is a column all the same.
		for (const name in row) if (isNothing(row[name])) names.add(name);
		// Advocate's own form of an event has its key within the object `event`.
		for (const field of chosenFields(type)) if (!isNothing(valueOf(row, field))) names.add(field);
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

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || textOf(value) === '';
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : String(JSON.stringify(value));
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

function inDoubt(
	label: string,
	given: readonly string[],
	row: unknown,
	texts: ImportTexts,
): AdvocateError {
	const shown = given.map((name) => `${quoted(name)} (${quoted(textOf(valueOf(row, name)))})`);
	return new AdvocateError(
		'SETTINGS_INVALID',
		`More than one column could be the ${label}, and they differ: ${listed(shown)}`,
		{ hint: `Nothing was sent. ${texts.chooseColumn(label)}` },
	);
}

function columnAsValue(label: string, name: string, texts: ImportTexts): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`"${label}" is set to the same text for every row, ${quoted(name)}, but that is the name of a column`,
		{ hint: `Nothing was sent. ${texts.chooseAsColumn(label)}` },
	);
}
