import type { FieldKind } from '../../fields/kinds';
import { convertValue } from '../check/convert-value';
import type { Column } from './row-shapes';

/** A column that stands for a field in rows of one shape. */
export interface Candidate extends Column {
	match: NonNullable<Column['match']>;
}

/** A field for which each row has to be looked at: several columns stand for it, or one that may not hold it. */
export interface OpenField {
	field: string;
	kind: FieldKind;
	isRequired: boolean;
	/** Those that say most first. */
	columns: Candidate[];
}

/** Whether two values come to the same: `Canada` and `CA` are no two countries. */
export function areSame(a: unknown, b: unknown, kind: FieldKind): boolean {
	return a === b || meaning(a, kind) === meaning(b, kind);
}

function meaning(value: unknown, kind: FieldKind): string {
	const converted = convertValue(value, kind, { timeZone: 'UTC' });
	const meant = 'value' in converted ? converted.value : value;
	return typeof meant === 'string' ? meant.trim() : String(JSON.stringify(meant));
}

/** Whether a value stands for none. */
export function isNothing(value: unknown): boolean {
	return (
		value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
	);
}
