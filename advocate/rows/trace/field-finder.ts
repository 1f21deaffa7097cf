import type { ImportJobType } from '../../api/job-types';
import { columnNames, matchColumns } from '../../fields/crm-names';
import { isRecord, valueAt } from '../../json';
import { Fingerprint } from './fingerprint';
import { markOf, USER_FIELDS, type FileFingerprint } from './user-marks';

type Row = Record<string, unknown>;

/** Where a row has a value: the names of the objects it is in, and its own. */
type Path = readonly string[];

/** Where the rows of a list say which user they are about. */
export interface UserPaths {
	accountId?: Path;
	/** Of the user's ID, which some types call `userId`. */
	id?: Path;
}

/**
 * Finds the values that were sent as account ID and user ID, whatever their names and however they were mapped:
 * only a value that is the one sent in each row of the file makes the fingerprint. One that was sent from
 * elsewhere, such as an account ID set for all rows, is not found.
 *
 * @param rows the source rows of the file, in its order; read several times
 */
export function findUser(
	rows: () => Iterable<Row>,
	type: ImportJobType,
	file: FileFingerprint,
): UserPaths {
	const [first] = rows();
	if (first === undefined) return {};
	const [accounts = '', users = ''] = file.split('.');
	const [account, user] = USER_FIELDS[type];
	const paths = [...leaves(first, [])];
	const find = (field: string, fingerprint: string) =>
		[...likely(first, field, type), ...paths].find((path) => makes(fingerprint, rows(), path));
	const accountId = find(account, accounts);
	const id = find(user, users);
	return { ...(accountId && { accountId }), ...(id && { id }) };
}

/** Whether the value there makes the fingerprint. An ID is required: a row without one ends it. */
function makes(fingerprint: string, rows: Iterable<Row>, path: Path): boolean {
	const made = new Fingerprint();
	for (const row of rows) {
		const mark = markOf(valueAt(row, path));
		if (mark === 0) return false;
		made.number(mark);
	}
	return made.written() === fingerprint;
}

/** Where the field is by its name, to be tried before all others. */
function* likely(row: Row, field: string, type: ImportJobType): Generator<Path> {
	for (const [name, matched] of matchColumns(columnNames(row, type), type)) {
		if (matched === field) yield Object.hasOwn(row, name) ? [name] : splitOnce(name);
	}
}

/** A name that is not one of the row's own is one within an object (see columnNames). */
function splitOnce(name: string): Path {
	const dot = name.indexOf('.');
	return [name.slice(0, dot), name.slice(dot + 1)];
}

/** All places of a row where an ID may be. */
function* leaves(row: Row, above: Path): Generator<Path> {
	for (const name of Object.keys(row)) {
		const value = row[name];
		const path = [...above, name];
		if (typeof value === 'string' || typeof value === 'number') yield path;
		else if (isRecord(value) && path.length < DEEPEST) yield* leaves(value, path);
	}
}

/** Levels at which a CRM's answer may have an ID (Stripe's `data.object.metadata.account_id` is at the fourth). */
const DEEPEST = 6;
