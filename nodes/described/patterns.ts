/** Code that AI builders copy, each with what it is for. */
export function patterns(...all: Array<[title: string, code: string]>): string {
	const each = all.map(([title, code]) => `<pattern title="${title}">\n${code.trim()}\n</pattern>`);
	return `<patterns>\n${each.join('\n')}\n</patterns>`;
}
