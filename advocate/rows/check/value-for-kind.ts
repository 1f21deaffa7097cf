import { isDateLike } from '../../fields/date-like';
import { heldValue } from '../../fields/held-value';
import type { FieldKind } from '../../fields/kinds';

/** Stands for an object or a list that can't be a field's value. */
export const UNFIT = Symbol('unfit');

/** What a value is to a field of some kind: itself, or the one value that an object or a list is known to hold. */
export function valueForKind(value: unknown, kind: FieldKind): unknown {
	if (typeof value !== 'object' || value === null || isDateLike(value)) return value;
	if (TAKES_ANY.has(kind) || (Array.isArray(value) && TAKES_LISTS.has(kind))) return value;
	const held = heldValue(value);
	return held === undefined ? UNFIT : held;
}

const TAKES_ANY: ReadonlySet<FieldKind> = new Set(['eventField', 'any']);
const TAKES_LISTS: ReadonlySet<FieldKind> = new Set(['textList', 'segments']);
