import type { ImportJobType } from '../api/job-types';
import { columnNames, matchColumns } from '../fields/crm-names';
import { valueOf } from './id-columns';

/** What people know a row by: the email address in it or, without one, the user ID, under whatever names. */
export function rowName(row: Record<string, unknown>, type: ImportJobType): string | undefined {
	const values = new Map<string, unknown>();
	for (const [name, field] of matchColumns(columnNames(row, 'MUTATION/USER'), 'MUTATION/USER')) {
		if (field === 'email') values.set(field, valueOf(row, name));
	}
	for (const [name, field] of matchColumns(columnNames(row, type), type)) {
		if (field === 'id' || field === 'userId') values.set('id', valueOf(row, name));
	}
	const name = [values.get('email'), values.get('id')].find(isText);
	return name === undefined ? undefined : String(name);
}

function isText(value: unknown): value is string | number {
	return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}
