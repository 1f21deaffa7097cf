import { withoutKey } from '../../advocate/secrets.ts';

describe('A key in text from elsewhere is blotted out', () => {
	test('wherever it stands, as often as it stands there', () => {
		expect(withoutKey('key abc123, again abc123!', 'abc123')).toBe('key *****, again *****!');
	});

	const KEYS = [
		'plain',
		'a/b+c==',
		'with "quotes"',
		'back\\slash',
		'a b&c=d',
		'ümläut 🦔',
		'.*+?^$(){}|[]',
		'$&',
	];

	test.each(KEYS)('%s, as it is', (key) => {
		expect(withoutKey(`<${key}>`, key)).toBe('<*****>');
	});

	test.each(KEYS)('%s, in JSON', (key) => {
		expect(withoutKey(JSON.stringify({ key }), key)).toBe('{"key":"*****"}');
	});

	test.each(KEYS)('%s, in JSON that escapes slashes', (key) => {
		const text = JSON.stringify({ key }).replaceAll('/', '\\/');
		expect(withoutKey(text, key)).toBe('{"key":"*****"}');
	});

	test.each(KEYS)('%s, in a URL', (key) => {
		const encoded = encodeURIComponent(key);
		expect(withoutKey(`https://:${encoded}@a.b/`, key)).toBe('https://:*****@a.b/');
		const lower = encoded.replace(/%../g, (code) => code.toLowerCase());
		expect(withoutKey(`?key=${lower}`, key)).toBe('?key=*****');
	});

	test.each(KEYS)('%s, in a form', (key) => {
		expect(withoutKey(new URLSearchParams({ key }).toString(), key)).toBe('key=*****');
	});

	test.each(KEYS)('%s, in a Basic header', (key) => {
		const header = Buffer.from(`:${key}`).toString('base64');
		expect(withoutKey(`Authorization: Basic ${header}`, key)).toBe('Authorization: Basic *****');
	});

	test('other text stays as it is', () => {
		expect(withoutKey('nothing of it', 'abc123')).toBe('nothing of it');
		expect(withoutKey('a.c', 'a+c')).toBe('a.c');
	});

	test('without a key nothing changes', () => {
		expect(withoutKey('text', '')).toBe('text');
	});

	test('half a character in a key does no harm', () => {
		expect(withoutKey('text', '\ud83e')).toBe('text');
	});
});
