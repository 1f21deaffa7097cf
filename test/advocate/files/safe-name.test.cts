import { plainName, safeStem } from '../../../advocate/files/safe-name.ts';

describe('The safe stem of', () => {
	test.each([
		['contacts', 'contacts'],
		['my contacts 2026', 'my_contacts_2026'],
		['Käufer ﬁle', 'Kaufer_file'],
		['../../etc/passwd', 'passwd'],
		['C:\\temp\\a', 'a'],
		['..', ''],
		['...hidden', 'hidden'],
		['-rf', 'rf'],
		['. -.x', '_-.x'],
		['a"b\r\nX-Header: 1', 'abX-Header_1'],
		['a\0b\u202egpj', 'abgpj'],
		['CON', 'CON_'],
		['nul.txt', 'nul_.txt'],
		['com1', 'com1_'],
		['LPT9.a.b', 'LPT9_.a.b'],
		['console', 'console'],
		['日本', ''],
		['', ''],
		['x'.repeat(1_000), 'x'.repeat(100)],
	])('%j is %j', (text, stem) => {
		expect(safeStem(text)).toBe(stem);
	});
});

describe('The plain name of', () => {
	test.each([
		['contacts.csv', 'contacts.csv'],
		[' Käufer 日本.csv ', 'Käufer 日本.csv'],
		['../../etc/contacts.csv', 'contacts.csv'],
		['C:\\temp\\contacts.csv', 'contacts.csv'],
		['con\u202etxt\u2066.csv', 'contxt.csv'],
		['a\0\r\nb\u200b\ufeff.csv', 'ab.csv'],
		['', ''],
	])('%j is %j', (text, name) => {
		expect(plainName(text)).toBe(name);
	});

	test('a very long file name keeps its end', () => {
		const name = plainName(`${'🦔'.repeat(1_000)}.csv`);
		expect([...name]).toHaveLength(200);
		expect(name).toMatch(/^🦔+…🦔+\.csv$/u);
	});
});
