/** Names or sentences that a person reads before going to look for themselves. */
const MOST_LISTED = 10;

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
	return `"${shown(name)}"`;
}

/** A name on one line, with letters told that can't be seen, such as a no-break space. */
export function shown(name: string): string {
	const printable = name.replace(/\p{Cc}/gu, ' ').replace(/[\p{Cf}\u00a0]/gu, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
	});
	return printable.length > 60 ? `${printable.slice(0, 60)}…` : printable;
}
