import { inspect } from 'node:util';
import fc from 'fast-check';
import { growth } from '../../support/growth.cts';
import { keyRemover } from '../../../advocate/security/redact-key.ts';

const withoutKey = (text: string, key: string, userName = '') => keyRemover(key, userName)(text);

/** A page's text, as the makers of web pages write it. */
const inHtml = (text: string) =>
	text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`).replaceAll('&#38;', '&amp;');

const inAsciiJson = (text: string) =>
	JSON.stringify(text)
		.slice(1, -1)
		.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** How a key comes back: in a server's message, a library's error, a proxy's page. */
const ENCODINGS: Array<[string, (key: string) => string]> = [
	['as it is', (key) => key],
	['in JSON', (key) => JSON.stringify(key).slice(1, -1)],
	['in JSON in JSON', (key) => JSON.stringify(JSON.stringify(key)).slice(3, -3)],
	['in JSON of plain ASCII', inAsciiJson],
	['in JSON that escapes slashes', (key) => inAsciiJson(key).replaceAll('/', '\\/')],
	['in a URL', (key) => encodeURIComponent(key)],
	['in a URL, in lower case', (key) => lowerPercent(encodeURIComponent(key))],
	['in a URL in a URL', (key) => encodeURIComponent(encodeURIComponent(key))],
	['in the path of a URL', (key) => encodeURI(key)],
	['as the password of a URL', (key) => withPassword(key).password],
	['in a form', (key) => new URLSearchParams([['', key]]).toString().slice(1)],
	['in a web page', inHtml],
	['in JSON in a web page', (key) => inHtml(JSON.stringify(key).slice(1, -1))],
	['in what Node prints', (key) => inspect({ key }).slice("{ key: '".length, -"' }".length)],
	['in Base64', (key) => Buffer.from(key).toString('base64')],
	['in Base64 for URLs', (key) => Buffer.from(key).toString('base64url')],
	['in a Basic header', (key) => Buffer.from(`:${key}`).toString('base64')],
	['in a Basic header in a form', (key) => encodeURIComponent(basicToken(key))],
	['in a Basic header in JSON', (key) => basicToken(key).replaceAll('/', '\\/')],
];

const basicToken = (key: string) => Buffer.from(`:${key}`).toString('base64');
const lowerPercent = (text: string) => text.replace(/%../g, (code) => code.toLowerCase());

function withPassword(key: string): URL {
	const url = new URL('https://a.b');
	url.password = key;
	return url;
}

const KEYS = [
	'plain',
	'TEST_0123456789abcdef',
	'a/b+c==',
	'with "quotes"',
	"it's",
	'back\\slash',
	'two\\\\slashes\\',
	'\\"/%',
	'100%25',
	'a b&c=d',
	'<b>&amp;</b>',
	'ümläut 🦔',
	'.*+?^$(){}|[]-/#',
	'$&$1$`',
	'key\\u0041',
];

describe('A key in text from elsewhere is redacted', () => {
	test('wherever it stands, as often as it stands there', () => {
		expect(withoutKey('key abc123, again abc123!', 'abc123')).toBe('key *****, again *****!');
	});

	describe.each(ENCODINGS)('%s', (_where, encode) => {
		test.each(KEYS)('%s', (key) => {
			expect(withoutKey(`<${encode(key)}>`, key)).toBe('<*****>');
		});
	});

	test('of any characters, in any encoding', () => {
		const keys = fc
			.string({ unit: 'binary', minLength: 4, maxLength: 40 })
			// What JSON writes as \n and its like can't stand in a field of one line.
			.filter((key) => key.trim() === key && key.length >= 4 && !/\p{Cc}/u.test(key));
		fc.assert(
			fc.property(keys, fc.constantFrom(...ENCODINGS), (key, [, encode]) => {
				expect(withoutKey(encode(key), key)).toBe('*****');
			}),
			{ numRuns: 2_000 },
		);
	});

	test.each(['I', 'IR', 'IR1', 'IR1a', 'ü: 🦔', ' IR1 '])(
		'in a Basic header with the user name "%s", and in one without',
		(userName) => {
			for (const key of [...KEYS, 'key']) {
				const withUser = Buffer.from(`${userName.trim()}:${key}`).toString('base64');
				const text = `Basic ${withUser} ${encodeURIComponent(withUser)} ${basicToken(key)}`;
				expect(withoutKey(text, key, userName)).toBe('Basic ***** ***** *****');
			}
		},
	);

	test('though blank space stood around it in the credential', () => {
		expect(withoutKey('key abc123', ' abc123\n')).toBe('key *****');
	});

	test('other text stays as it is', () => {
		expect(withoutKey('nothing of it', 'abc123')).toBe('nothing of it');
		expect(withoutKey('a.cd', 'a+cd')).toBe('a.cd');
		expect(withoutKey('ABC123', 'abc123')).toBe('ABC123');
	});

	test('without a key nothing changes', () => {
		expect(withoutKey('text', '')).toBe('text');
		expect(withoutKey('te  xt', '  ')).toBe('te  xt');
	});

	test.each(['e', 'key', '$&'])('%j is too short to hide: only the header is', (key) => {
		const text = `The key was refused ($&): Basic ${basicToken(key)}`;
		expect(withoutKey(text, key)).toBe('The key was refused ($&): Basic *****');
	});

	test('half a character in a key does no harm', () => {
		expect(withoutKey('text', 'abc\ud83e')).toBe('text');
		expect(withoutKey('<abc\ud83e>', 'abc\ud83e')).toBe('<*****>');
	});

	test('a long text made to be slow to search is not', () => {
		const remove = keyRemover('\\"\\/\\%\\&\\u'.repeat(8));
		const removeFromAll = (size: number) => {
			for (const piece of ['\\', '\\"', '&amp;', '%25', '&#0', '\\u{0']) {
				remove(piece.repeat(size));
			}
		};
		expect(growth(removeFromAll, 25_000)).toBeLessThan(9);
	});
});
