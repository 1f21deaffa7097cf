/** Names or sentences that a person reads before going to look for themselves. */
const MOST_LISTED = 10;

/** Characters of a name, and of a value, in a sentence. */
const LONGEST_NAME = 100;
const LONGEST_VALUE = 40;

/** Names in a sentence. */
export function listed(names: string[]): string {
	if (names.length <= MOST_LISTED) return names.join(', ');
	const more = (names.length - MOST_LISTED).toLocaleString('en-US');
	return `${names.slice(0, MOST_LISTED).join(', ')} and ${more} more`;
}

/** Sentences, no more of them than a person reads. */
export function atMost(problems: string[]): string[] {
	if (problems.length <= MOST_LISTED) return problems;
	const more = (problems.length - MOST_LISTED).toLocaleString('en-US');
	return [...problems.slice(0, MOST_LISTED), `And ${more} more like these.`];
}

/** A name in quotes. */
export function quoted(name: string): string {
	return `"${shownName(name)}"`;
}

/** A name on one line, cut short, with characters spelled out that can't be seen, such as a no-break space. */
export function shownName(name: string): string {
	const printable = name.replace(/\p{Cc}/gu, ' ').replace(/[\p{Cf}\u00a0]/gu, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
	});
	return cut(printable, LONGEST_NAME);
}

/** A value as a reason shows it: a text or a number in quotes and cut short, anything else by its kind. */
export function shownValue(value: unknown): string {
	if (value === null || value === undefined) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	switch (typeof value) {
		case 'object':
			return 'an object';
		case 'function':
			return 'a function';
		case 'string':
			return `"${cut(value, LONGEST_VALUE)}"`;
		default:
			return `"${cut(String(value as number | bigint | boolean | symbol), LONGEST_VALUE)}"`;
	}
}

/** Cut after whole characters, so that no half of a pair is left. */
function cut(text: string, longest: number): string {
	if (text.length <= longest) return text;
	return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
