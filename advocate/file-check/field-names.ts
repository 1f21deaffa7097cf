import { isKnown, isSameButForCase, nearMiss } from '../fields/near-miss';
import type { ImportFields } from '../fields/import-fields';
import { atMost, listed, quoted } from '../shown';

/**
 * What is wrong with the names of a file's columns or fields: required ones missing, typos, and names that the
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
		// Beside `id`, `uid` is a column of its own; `ID` is still a typo.
		const isItsOwn = meant === undefined || (present.has(meant) && !isSameButForCase(name, meant));
		if (!isItsOwn) meantFor.set(name, meant);
	}
	const meantNames = new Set(meantFor.values());
	const lacking = fields.required.filter((field) => !present.has(field) && !meantNames.has(field));
	const typos = [...meantFor].map(
		([name, meant]) => `${quoted(name)}: did you mean ${quoted(meant)}?`,
	);
	const others = [...present].filter((name) => !meantFor.has(name));
	return [
		...lackingProblem(lacking, word),
		...atMost(typos),
		...foreignProblem(others, word, fields),
	];
}

/** A sentence about required columns or fields that a file does not have. */
export function lackingProblem(lacking: readonly string[], word: string): string[] {
	if (lacking.length === 0) return [];
	return lacking.length === 1
		? [`The required ${word} ${lacking.map(quoted).join('')} is missing.`]
		: [`The required ${word}s ${enumerated(lacking.map(quoted))} are missing.`];
}

/** Two names or more, with "and" before the last. */
function enumerated(names: string[]): string {
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** For a type that takes no other fields, the unknown ones. */
function foreignProblem(names: string[], word: string, fields: ImportFields): string[] {
	if (fields.open) return [];
	const foreign = names.filter((name) => name.trim() !== '' && !isKnown(name, fields));
	if (foreign.length === 0) return [];
	const families = fields.families.map((family) => quoted(`${family}…`)).join(', ');
	return [
		`For this type, Advocate accepts only its own ${word}s, not ${listed(foreign.map(quoted))}. Put your own values under ${families}.`,
	];
}
