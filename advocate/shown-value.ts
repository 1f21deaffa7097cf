const LONGEST = 40;
const LONGEST_NAME = 100;

/** A value as it stands in a reason: texts in quotes and cut short, anything else by its sort. */
export function shownValue(value: unknown): string {
	if (value === null || value === undefined) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	switch (typeof value) {
		case 'object':
			return 'an object';
		case 'function':
			return 'a function';
		case 'string':
			return `"${cut(value, LONGEST)}"`;
		default:
			return `"${cut(String(value as number | bigint | boolean | symbol), LONGEST)}"`;
	}
}

/** A field's name as it stands in a reason. */
export function shownName(name: string): string {
	return cut(name, LONGEST_NAME);
}

/** Cut after whole characters, so that no half of a pair is left. */
function cut(text: string, longest: number): string {
	if (text.length <= longest) return text;
	return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
