/** In characters. */
const LONGEST_STEM = 100;
const LONGEST_SHOWN = 200;

/** Names of devices, which Windows takes for the device whatever extension follows. */
const DEVICE = /^(con|prn|aux|nul|(com|lpt)\d)(?=\.|$)/i;

/**
 * The part of a file name before its extension, made from any text so that it is safe in a header, in a path,
 * in a command and on every disk: only letters, digits, `.`, `_` and `-`, no path, no dot or dash at the
 * beginning, not the name of a device, and at most 100 characters.
 *
 * @returns an empty text if nothing is left
 */
export function safeStem(text: string): string {
	return lastPart(text)
		.normalize('NFKD')
		.replace(/[^A-Za-z0-9._ -]/g, '')
		.trim()
		.replace(/ +/g, '_')
		.replace(/^[.-]+/, '')
		.replace(DEVICE, '$1_')
		.slice(0, LONGEST_STEM);
}

/**
 * A file's own name, safe to show: in any script, but without a path, without characters that are invisible
 * or reverse the text, and cut to 200 characters, keeping its end.
 */
export function plainName(fileName: string): string {
	const characters = [...lastPart(fileName).replace(/\p{C}/gu, '').trim()];
	if (characters.length <= LONGEST_SHOWN) return characters.join('');
	return [...characters.slice(0, LONGEST_SHOWN - 20), '…', ...characters.slice(-19)].join('');
}

function lastPart(path: string): string {
	return path.split(/[/\\]/).pop() ?? '';
}
