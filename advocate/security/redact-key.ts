const MASK = '*****';

/** A key of fewer characters is guessed in no time, and redacting it would make texts unreadable. */
const SHORTEST_SECRET = 4;

/**
 * A function that redacts a key in texts that came from elsewhere (a server's message, a library's error),
 * however it was encoded on the way: as it is, in Base64 alone or as in a Basic header, and each of
 * these with any of its characters as URLs, forms, JSON, source code and web pages write them, JSON in JSON
 * included. A key of fewer than 4 characters is redacted only in a Basic header.
 *
 * @param apiKey the tenant's API key, empty for none; blank space around it does not count, as it is not sent
 * @param userName the user name it is sent with, likewise
 */
export function keyRemover(apiKey: string, userName = ''): (text: string) => string {
	const key = apiKey.trim();
	if (key === '') return (text) => text;
	const user = userName.trim();
	const forms = [base64Pattern(`:${key}`)];
	if (user !== '') forms.unshift(base64Pattern(`${user}:${key}`));
	if (key.length >= SHORTEST_SECRET) forms.push(base64Pattern(key), inAnyEncoding(key));
	const pattern = new RegExp(forms.join('|'), 'g');
	return (text) => text.replace(pattern, MASK);
}

/** Base64 in both alphabets, padded or not. */
function base64Pattern(text: string): string {
	const digits = Buffer.from(text).toString('base64').replace(/=+$/, '');
	const inUrls: Record<string, string> = { '+': '-', '/': '_' };
	const pattern = [...digits].map((digit) => oneOf(spellings(digit), inUrls[digit] ?? []));
	return `${pattern.join('')}${oneOf(spellings('='))}{0,2}`;
}

function inAnyEncoding(text: string): string {
	// A run of backslashes as one, as each may have been doubled any number of times.
	const pieces = text.match(/\\+|[^\\]/gu) ?? [];
	return pieces.map((piece) => oneOf(spellings(piece))).join('');
}

function oneOf(...spellingsOfOne: Array<string | string[]>): string {
	return `(?:${spellingsOfOne.flat().join('|')})`;
}

/** Characters that no encoding changes. */
const UNTOUCHED = /^[A-Za-z0-9_.-]$/;

/** Backslashes of up to three rounds of escaping, each of which doubles them. */
const ESCAPED = '\\\\{1,8}';
const MAYBE_ESCAPED = '\\\\{0,8}';
/** `&` and `%` escaped themselves, round after round. */
const AMPERSAND = '&(?:amp;)*';
const PERCENT = '%(?:25)*';

const ENTITIES: Record<string, string> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/** Patterns for each way to write one character, or one run of backslashes. */
function spellings(piece: string): string[] {
	if (UNTOUCHED.test(piece)) return [literally(piece)];
	if (piece.startsWith('\\')) return backslashes(piece.length);
	const code = piece.codePointAt(0) ?? 0;
	const units = piece.split('').map((unit) => unit.charCodeAt(0));
	const bytes = [...Buffer.from(piece)];
	const bare = [
		bytes.map((byte) => PERCENT + hex(byte, 2)).join(''),
		`${AMPERSAND}#(?:0*${code}|[xX]0*${hex(code)});`,
		literally(piece),
	];
	const entity = ENTITIES[piece];
	if (entity !== undefined) bare.unshift(`${AMPERSAND}${entity};`);
	if (piece === ' ') bare.push('\\+');
	const escaped = [units.map((unit) => `u${hex(unit, 4)}`).join(ESCAPED), `u\\{0*${hex(code)}\\}`];
	if (code < 0x100) escaped.push(`x${hex(code, 2)}`);
	return [MAYBE_ESCAPED + oneOf(bare), ESCAPED + oneOf(escaped)];
}

function backslashes(count: number): string[] {
	const each = oneOf(`${PERCENT}5[cC]`, `${ESCAPED}[ux](?:00)?5[cC]`, `${AMPERSAND}#0*92;`);
	return [`\\\\{${count},${8 * count}}`, `${each}{${count}}`];
}

function literally(text: string): string {
	return text.replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
}

/** Hexadecimal digits in either case. */
function hex(number: number, digits = 0): string {
	return number
		.toString(16)
		.padStart(digits, '0')
		.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
