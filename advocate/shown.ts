import { isBytes } from './json';

/** The most names or sentences worth listing: beyond that, people look for themselves. */
const MOST_LISTED = 10;

/** The most characters of a name, and of a value, in a sentence. */
const LONGEST_NAME = 100;
const LONGEST_VALUE = 40;

/** The most characters of an error's message in a sentence. */
const LONGEST_PROBLEM = 200;

/** Names as part of a sentence: at most MOST_LISTED, and how many more there are. */
export function listed(names: string[]): string {
	if (names.length <= MOST_LISTED) return names.join(', ');
	const more = (names.length - MOST_LISTED).toLocaleString('en-US');
	return `${names.slice(0, MOST_LISTED).join(', ')} and ${more} more`;
}

/** At most MOST_LISTED sentences, and one that counts the rest. */
export function atMost(problems: string[]): string[] {
	if (problems.length <= MOST_LISTED) return problems;
	const more = (problems.length - MOST_LISTED).toLocaleString('en-US');
	return [...problems.slice(0, MOST_LISTED), `And ${more} more like these.`];
}

/** A name in quotes. */
export function quoted(name: string): string {
	return `"${shownName(name)}"`;
}

/** A name on one line, cut short, with invisible characters such as a no-break space spelled out. */
export function shownName(name: string): string {
	const printable = name.replace(/\p{Cc}/gu, ' ').replace(/[\p{Cf}\u00a0]/gu, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
	});
	return cut(printable, LONGEST_NAME);
}

/** A value as a reason shows it: text or a number in quotes and cut short, anything else by its kind. */
export function shownValue(value: unknown): string {
	if (value === null || value === undefined) return 'nothing';
	if (Array.isArray(value)) return 'a list';
	if (isBytes(value)) return 'bytes (a Buffer)';
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

/** What was thrown, as a reason shows it. It may be an error of another realm. */
export function shownProblem(thrown: unknown): string {
	const { message } = (thrown ?? {}) as { message?: unknown };
	if (typeof message !== 'string' || message === '') return 'the cause is not known';
	return cut(message.replace(/\p{Cc}/gu, ' '), LONGEST_PROBLEM);
}

/** Cuts between characters, so that no half of a surrogate pair is left. */
function cut(text: string, longest: number): string {
	if (text.length <= longest) return text;
	return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
