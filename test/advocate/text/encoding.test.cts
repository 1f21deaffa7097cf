import { encodingOfAll, encodingOfHead } from '../../../advocate/text/encoding.ts';
import { textPieces } from '../../../advocate/text/text-pieces.ts';
import { textOfBytes, type SingleByteEncoding } from '../../../advocate/text/single-byte.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** A text in an encoding in which each character is one byte. */
function encoded(text: string, encoding: SingleByteEncoding): Buffer {
	const half = textOfBytes(
		Array.from({ length: 128 }, (_, i) => String.fromCharCode(i + 128)).join(''),
		encoding,
	);
	const bytes = Array.from(text, (character) => {
		const code = character.charCodeAt(0);
		return code < 128 ? code : half.indexOf(character) + 128;
	});
	return Buffer.from(bytes);
}

async function textOf(chunks: Buffer[], encoding: Parameters<typeof textPieces>[1]) {
	let all = '';
	for await (const { text } of textPieces(chunks, encoding)) all += text;
	return all;
}

/** The encoding of a whole text that is not UTF-8; undefined if it is not certain. */
async function found(bytes: Buffer): Promise<string | undefined> {
	expect(encodingOfHead(bytes, true)).toBeUndefined();
	const outcome = await encodingOfAll([bytes.subarray(0, 5), bytes.subarray(5)]);
	return 'encoding' in outcome ? outcome.encoding : undefined;
}

describe('The beginning of a text', () => {
	test.each<[string, Buffer, string]>([
		['ASCII', Buffer.from('id\n'), 'utf-8'],
		['UTF-8', Buffer.from('Zoë 氏名 🦔'), 'utf-8'],
		['UTF-16 with a mark', Buffer.from('\ufeffid,name\n', 'utf16le'), 'utf-16le'],
		['UTF-16, big end first', Buffer.from('\ufeffid\n', 'utf16le').swap16(), 'utf-16be'],
		['UTF-16 without a mark', Buffer.from('id,name\n', 'utf16le'), 'utf-16le'],
		['the same, big end first', Buffer.from('id,name\n', 'utf16le').swap16(), 'utf-16be'],
	])('tells its encoding: %s', (_what, bytes, encoding) => {
		expect(encodingOfHead(bytes, true)).toEqual({ encoding });
	});

	test('with NUL bytes is none', () => {
		expect(encodingOfHead(Buffer.from('id\0\n'), true)).toHaveProperty('problem');
		expect(encodingOfHead(Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), true)).toHaveProperty(
			'problem',
		);
	});

	test('may end within a character', () => {
		const bytes = Buffer.from('Zoë').subarray(0, 3);
		expect(encodingOfHead(bytes, false)).toEqual({ encoding: 'utf-8' });
		expect(encodingOfHead(bytes, true)).toBeUndefined();
	});
});

describe('A text that is not UTF-8', () => {
	test.each<[string, string, SingleByteEncoding]>([
		['German', 'Müller,Jörg,Weiß,Bäcker,Übel,Ärzte', 'windows-1252'],
		['French', 'Hélène,Lefèvre,François,Noël,Benoît,à,Château,Dû', 'windows-1252'],
		['Spanish', 'Muñoz,José,García,Peña,Ángel,Raúl,Cigüeña', 'windows-1252'],
		['Danish', 'Sørensen,Kjær,Åse,Bjørn,Skåne,Møller,Ærø,Jørgensen,Émile,Ö', 'windows-1252'],
		['quotation marks', '“Müller” – O’Neil’s Käse,Jörg,Straße', 'windows-1252'],
		['German', 'Müller,Jörg,Weiß,Bäcker,Übel', 'macintosh'],
		['French', 'Hélène,Lefèvre,François,Noël,Benoît', 'macintosh'],
	])('is read where it is certain: %s, "%s" in %s', async (_what, text, encoding) => {
		const bytes = encoded(text, encoding);

		expect(await found(bytes)).toBe(encoding);
		expect(await textOf([bytes.subarray(0, 9), bytes.subarray(9)], encoding as never)).toBe(text);
	});

	test.each<[string, string, SingleByteEncoding]>([
		['Czech', 'Dvořák,Novotný,Černý,Šťastný,Růžička,Kučera', 'windows-1250'],
		['Czech', 'Novák,Černý', 'windows-1250'],
		['Czech and German', 'Dvořák,Müller,Weiß,Jörg', 'windows-1250'],
		['Polish', 'Wałęsa,Żółć,Kościuszko', 'windows-1250'],
		['Polish', 'Kościuszko,Dębski,Wójcik', 'windows-1250'],
		['Hungarian', 'Erdős,Szűcs,Kovács,Fehér', 'windows-1250'],
		['Romanian', 'Brâncuşi,Ţepeş,Ionesă', 'windows-1250'],
		['Turkish', 'Yılmaz,Çağlar,Şahin,Öztürk', 'windows-1254'],
		['Lithuanian', 'Žukauskas,Petrauskienė,Šimkus', 'windows-1257'],
		['Latvian', 'Bērziņš,Kalniņš', 'windows-1257'],
		['DOS', 'Müller,Jörg,Weiß,Bäcker', 'ibm850'],
		['DOS', 'Jörg', 'ibm850'],
	])('is not taken for another: %s, "%s" in %s', async (_what, text, encoding) => {
		expect(await found(encoded(text, encoding))).toBeUndefined();
	});

	test.each([
		['Cyrillic', Buffer.from([0xc8, 0xe2, 0xe0, 0xed, 0x2c, 0xcf, 0xb8, 0xf2, 0xf0])],
		['Greek', Buffer.from([0xc3, 0xe9, 0xfe, 0xf1, 0xe3, 0xef, 0xf2])],
		['Japanese', Buffer.from([0x93, 0x63, 0x92, 0x86, 0x2c, 0x8e, 0x52])],
		['Chinese', Buffer.from([0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7])],
	])('is not taken for Western: %s', async (_what, bytes) => {
		expect(await found(bytes)).toBeUndefined();
	});

	test('shows a word that may be two', async () => {
		expect(await encodingOfAll([latin1('id,name\n1,Ren\xe8\n')])).toEqual({
			problem: expect.stringContaining(': "Renè" may be "Renč". Export') as string,
		});
	});

	test('shows the word that may be two, not one before it that is the same in both', async () => {
		const names = 'Jörg Müller,François Lefèvre\n';
		expect(await encodingOfAll([latin1(names)])).toEqual({
			problem: expect.stringContaining(': "François" may be "Franēois". Export') as string,
		});
	});

	test('is UTF-8 with broken rows where some of it is UTF-8', async () => {
		const bytes = Buffer.concat([Buffer.from('Zoë\n'), latin1('Ren\xe9\n')]);
		expect(await encodingOfAll([bytes])).toEqual({ encoding: 'utf-8' });
	});
});

describe('The text of bytes', () => {
	const text = 'id,name\n1,Zoë 氏名 🦔\r\n2,"a\nb"';

	test.each([1, 2, 3, 5, 100])('is the same however they are cut (%d)', async (size) => {
		for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
			const plain = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
			const bytes = encoding === 'utf-16be' ? plain.swap16() : plain;
			const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
				bytes.subarray(i * size, (i + 1) * size),
			);
			expect(await textOf(chunks, encoding)).toBe(text);
		}
	});

	test.each([1, 2, 4, 100])('has no marks where lines begin (%d)', async (size) => {
		const bytes = Buffer.from('\ufeff\ufeffid\n\ufeffid\n1\r\n\ufeff2\ufeff3\n');
		const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
			bytes.subarray(i * size, (i + 1) * size),
		);
		expect(await textOf(chunks, 'utf-8')).toBe('id\nid\n1\r\n2\ufeff3\n');
	});
});
