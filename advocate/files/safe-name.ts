/** Characters. */
const LONGEST_STEM = 100;
const LONGEST_SHOWN = 200;

/** Names of devices, which Windows takes for the device whatever extension follows. */
const DEVICE = /^(con|prn|aux|nul|(com|lpt)\d)(?=\.|$)/i;

/**
 * The part of a file name before its extension, made of any text so that it is safe in a header, in a
 * path, in a command and on every disk: letters, digits, `.`, `_` and `-`, without a path, beginning
 * with none of a dot or a dash, no name of a device, and of 100 characters at most.
 *
 * @returns an empty text where nothing is left
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
 * A file's own name, fit to be shown: in any script, but without a path, without characters that can't
 * be seen or that turn the text around, and of 200 characters at most, its end among them.
 */
export function plainName(fileName: string): string {
	const characters = [...lastPart(fileName).replace(/\p{C}/gu, '').trim()];
	if (characters.length <= LONGEST_SHOWN) return characters.join('');
	return [...characters.slice(0, LONGEST_SHOWN - 20), '…', ...characters.slice(-19)].join('');
}

function lastPart(path: string): string {
	return path.split(/[/\\]/).pop() ?? '';
}
