import { isKnown, isSameButForCase, nearMiss } from '../fields/near-miss';
import type { ImportFields } from '../fields/import-fields';
import { atMost, listed, quoted } from '../shown';

/**
 * What is wrong with the names of a file's columns or fields: required ones missing, slips, and names that the
 * type does not take.
 */
export function nameProblems(
	names: string[],
	word: 'column' | 'field',
	fields: ImportFields,
): string[] {
	const present = new Set(names);
	const meantFor = new Map<string, string>();
	for (const name of present) {
		const meant = nearMiss(name, fields);
		// With `id` there, `uid` is a column of its own; `ID` stays a slip.
		const isItsOwn = meant === undefined || (present.has(meant) && !isSameButForCase(name, meant));
		if (!isItsOwn) meantFor.set(name, meant);
	}
	const meantNames = new Set(meantFor.values());
	const lacking = fields.required.filter((field) => !present.has(field) && !meantNames.has(field));
	const slips = [...meantFor].map(
		([name, meant]) => `${quoted(name)}: did you mean ${quoted(meant)}?`,
	);
	const others = [...present].filter((name) => !meantFor.has(name));
	return [
		...lackingProblem(lacking, word),
		...atMost(slips),
		...foreignProblem(others, word, fields),
	];
}

function lackingProblem(lacking: readonly string[], word: string): string[] {
	if (lacking.length === 0) return [];
	return lacking.length === 1
		? [`The required ${word} ${lacking.map(quoted).join('')} is missing.`]
		: [`The required ${word}s ${lacking.map(quoted).join(' and ')} are missing.`];
}

/** For a type that takes no other fields, those that are not known. */
function foreignProblem(names: string[], word: string, fields: ImportFields): string[] {
	if (fields.open) return [];
	const foreign = names.filter((name) => name.trim() !== '' && !isKnown(name, fields));
	if (foreign.length === 0) return [];
	const families = fields.families.map((family) => quoted(`${family}…`)).join(', ');
	return [
		`Advocate takes no ${word} ${listed(foreign.map(quoted))} for this type. Put values of your own under ${families}.`,
	];
}
