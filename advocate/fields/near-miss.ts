import type { ImportFields } from './import-fields';

/**
 * The known field that a name differs from only in case, by blank space around it or by one letter (one more,
 * one less, another, or two swapped).
 *
 * @param name a dotted column name
 * @param fields the fields of the type
 * @returns undefined for a known name and for one that resembles none
 */
export function nearMiss(name: string, fields: ImportFields): string | undefined {
	if (isKnown(name, fields)) return undefined;
	const bare = name.trim();
	if (isKnown(bare, fields)) return bare;
	const names = [...fields.required, ...fields.optional];
	const inCase = names.find((known) => known.toLowerCase() === bare.toLowerCase());
	if (inCase !== undefined) return inCase;
	const family = nearFamily(bare, fields.families);
	if (family !== undefined) return family;
	return names.find((known) => differsByOneLetter(known.toLowerCase(), bare.toLowerCase()));
}

/** Whether two names are the same but for capitals and blank space around them. */
export function isSameButForCase(a: string, b: string): boolean {
	return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Whether a name is one of the type's fields, exactly. */
export function isKnown(name: string, fields: ImportFields): boolean {
	return (
		fields.required.includes(name) ||
		fields.optional.includes(name) ||
		fields.families.some((family) => name.startsWith(family) && name.length > family.length)
	);
}

/**
 * `customfields.plan` was meant as `customFields.plan`: the beginning has to match, the end is the tenant's.
 */
function nearFamily(name: string, families: readonly string[]): string | undefined {
	for (const family of families) {
		const depth = family.split('.').length - 1;
		const parts = name.split('.');
		if (parts.slice(depth).join('.') === '') continue;
		const beginning = `${parts.slice(0, depth).join('.')}.`.toLowerCase();
		const known = family.toLowerCase();
		if (beginning === known || differsByOneLetter(beginning, known)) {
			return family + parts.slice(depth).join('.');
		}
	}
	return undefined;
}

function differsByOneLetter(a: string, b: string): boolean {
	if (a === b || Math.abs(a.length - b.length) > 1) return false;
	let start = 0;
	while (start < a.length && a[start] === b[start]) start++;
	const restA = a.slice(start);
	const restB = b.slice(start);
	if (a.length !== b.length) {
		const [longer, shorter] = a.length > b.length ? [restA, restB] : [restB, restA];
		return longer.slice(1) === shorter;
	}
	const replaced = restA.slice(1) === restB.slice(1);
	const swapped =
		restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
	return replaced || swapped;
}
