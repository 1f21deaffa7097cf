import type { ImportJobType } from '../../api/job-types';
import { columnNames, matchColumns } from '../../fields/crm-names';
import { IMPORT_FIELDS } from '../../fields/import-fields';
import { isBytes, isRecord } from '../../json';

/**
 * The list that an object holds rows in, if it is one of those that builders take for a row: the answer of an API, or
 * what n8n's Aggregate gives.
 *
 * @param missing the required fields that it lacks as a row
 * @returns the list's name, with a dot if it is within another object; undefined if the object may be meant as a row
 */
export function listOfRows(
	source: unknown,
	missing: readonly string[],
	type: ImportJobType,
): string | undefined {
	if (!isRecord(source) || missing.length === 0) return undefined;
	const [list] = listsIn(source).sort((a, b) => b.rows.length - a.rows.length);
	if (list === undefined) return undefined;
	// A row may have a list of its own, such as a contact its deals: then it has more of a row than they have.
	const own = countOfFields(source, type);
	const lacksAll = IMPORT_FIELDS[type].required.every((name) => missing.includes(name));
	const isRow = own >= countOfFields(list.rows[0], type) && !(own === 0 && lacksAll);
	return isRow ? undefined : list.name;
}

interface List {
	name: string;
	rows: Array<Record<string, unknown>>;
}

/** The lists of objects in an object and in those within it. */
function listsIn(source: Record<string, unknown>, prefix = ''): List[] {
	return Object.entries(source).flatMap(([key, value]) => {
		const name = prefix + key;
		if (Array.isArray(value)) {
			const rows: unknown[] = value;
			return rows.length > 0 && rows.every(isRecord) ? [{ name, rows }] : [];
		}
		return isRecord(value) && prefix === '' && !isBytes(value) ? listsIn(value, `${name}.`) : [];
	});
}

/** How many of the type's fields an object has, under any names that CRMs give them. */
function countOfFields(row: Record<string, unknown> = {}, type: ImportJobType): number {
	return matchColumns(columnNames(row, type), type).size;
}
