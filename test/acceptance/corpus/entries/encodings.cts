import { encoded, holding, repeating } from '../content.cts';
import { readable, refused, uploaded, type CorpusEntry } from '../corpus-entry.cts';

const USERS = 'accountId,id,firstName\nacme,zoe,Zoë\n';

/** Rows that fill more than the beginning that Upload looks at. */
const FILLING = 20_000;

/** Good rows, then one with a name in bytes of its own. */
function csvEndingIn(name: Uint8Array) {
	return repeating({
		before: 'accountId,id,firstName\n',
		piece: (index) => `acme,user-${index},Ann\n`,
		times: FILLING,
		after: Buffer.concat([Buffer.from('acme,last,'), name, Buffer.from('\n')]),
	});
}

function jsonlEndingIn(name: Uint8Array) {
	return repeating({
		piece: (index) => `{"accountId":"acme","id":"user-${index}"}\n`,
		times: FILLING,
		after: Buffer.concat([
			Buffer.from('{"accountId":"acme","id":"last","firstName":"'),
			name,
			Buffer.from('"}\n'),
		]),
	});
}

const NOT_UTF8 = refused('It is not UTF-8 text', 'Export it again as UTF-8');
const UTF16 = ['It is UTF-16 text, but Advocate reads UTF-8.', 'save it as "CSV UTF-8"'];
const NUL = refused('It contains NUL bytes, so it is not a text file.', 'Export it again');

/** Files whose bytes are not the UTF-8 text they should be, and some that are but look odd. */
export const encodings: CorpusEntry[] = [
	{
		file: 'bom.csv',
		wrong: 'a UTF-8 byte order mark, which is left out',
		content: holding(`\uFEFF${USERS}`),
		...uploaded({ rows: 1 }, { bytesLeftOut: 3 }),
	},
	{
		file: 'bom.jsonl',
		wrong: 'a UTF-8 byte order mark, which is left out',
		content: holding('\uFEFF{"accountId":"acme","id":"ann"}\n'),
		...uploaded({ rows: 1 }, { bytesLeftOut: 3 }),
	},
	{
		file: 'two-boms.csv',
		wrong: 'two byte order marks',
		content: holding(`\uFEFF\uFEFF${USERS}`),
		...readable({ rows: 1 }, '"[U+FEFF]accountId": did you mean "accountId"?'),
	},
	{
		file: 'joined-with-bom.jsonl',
		wrong: 'two files in one: a byte order mark in the middle',
		content: holding('{"accountId":"acme","id":"ann"}\n\uFEFF{"accountId":"acme","id":"bob"}\n'),
		...uploaded({ rows: 2 }),
	},
	{
		file: 'utf16le-bom.csv',
		wrong: 'UTF-16, little-endian, with its mark',
		content: encoded(`\uFEFF${USERS}`, 'utf16le'),
		...readable({ rows: 1 }, ...UTF16),
	},
	{
		file: 'utf16be-bom.csv',
		wrong: 'UTF-16, big-endian, with its mark',
		content: encoded(`\uFEFF${USERS}`, 'utf16be'),
		...readable({ rows: 1 }, ...UTF16),
	},
	{
		file: 'utf16le.csv',
		wrong: 'UTF-16, little-endian, without a mark',
		content: encoded(USERS, 'utf16le'),
		...readable({ rows: 1 }, ...UTF16),
	},
	{
		file: 'utf16be.jsonl',
		wrong: 'UTF-16, big-endian, without a mark',
		content: encoded('{"accountId":"acme","id":"ann"}\n', 'utf16be'),
		...readable({ rows: 1 }, ...UTF16),
	},
	{
		file: 'latin1.csv',
		wrong: 'Latin-1',
		content: encoded(USERS, 'latin1'),
		...NOT_UTF8,
	},
	{
		file: 'windows1252.csv',
		wrong: 'Windows-1252: curly quotes',
		content: encoded('accountId,id,firstName\nacme,ann,\x93Ann\x94\n', 'latin1'),
		...readable({ rows: 1 }, 'It is not UTF-8 text'),
	},
	{
		file: 'latin1.jsonl',
		wrong: 'Latin-1',
		content: encoded('{"accountId":"acme","id":"zoe","firstName":"Zoë"}\n', 'latin1'),
		...NOT_UTF8,
	},
	{
		file: 'latin1-later.csv',
		wrong: 'one name in Latin-1 in the last of 20,001 rows',
		content: csvEndingIn(Buffer.from('Zoë', 'latin1')),
		...uploaded({
			rows: FILLING,
			rejected: { 'The row contains bytes that are not UTF-8 (shown as \ufffd)': 1 },
		}),
	},
	{
		file: 'latin1-later.jsonl',
		wrong: 'one name in Latin-1 in the last of 20,001 rows',
		content: jsonlEndingIn(Buffer.from('Zoë', 'latin1')),
		...uploaded({
			rows: FILLING,
			rejected: { 'The row contains bytes that are not UTF-8 (shown as \ufffd)': 1 },
		}),
	},
	{
		file: 'overlong.csv',
		wrong: 'a slash in two bytes (overlong UTF-8)',
		content: holding('accountId,id\nacme,a', Buffer.from([0xc0, 0xaf]), '\n'),
		...NOT_UTF8,
	},
	{
		file: 'surrogate-bytes.csv',
		wrong: 'half of a surrogate pair as bytes (CESU-8)',
		content: holding('accountId,id\nacme,a', Buffer.from([0xed, 0xa0, 0x80]), '\n'),
		...readable({ rows: 0, rejected: { 'bytes that are not UTF-8': 1 } }, 'It is not UTF-8 text'),
	},
	{
		file: 'cut-character.csv',
		wrong: 'ends within a character',
		content: holding('accountId,id,firstName\nacme,ann,Zo', Buffer.from([0xc3])),
		...NOT_UTF8,
	},
	{
		file: 'cut-character-later.csv',
		wrong: 'ends within a character, after 20,000 rows',
		content: repeating({
			before: 'accountId,id,firstName\n',
			piece: (index) => `acme,user-${index},Ann\n`,
			times: FILLING,
			after: Buffer.from([...Buffer.from('acme,zoe,Zo'), 0xc3]),
		}),
		...uploaded({ rows: FILLING, rejected: { 'bytes that are not UTF-8': 1 } }),
	},
	{
		file: 'replacement-sign.csv',
		wrong: 'the replacement character \ufffd itself, in good UTF-8',
		content: holding('accountId,id,firstName\nacme,ann,Zo\ufffd\n'),
		...uploaded({ rows: 1, warnings: ['the sign for a character that was lost'] }),
	},
	{
		file: 'nul.csv',
		wrong: 'a NUL byte in a cell',
		content: holding('accountId,id,firstName\nacme,ann,A\0nn\n'),
		...NUL,
	},
	{
		file: 'nul-later.csv',
		wrong: 'a NUL byte in the last of 20,001 rows',
		content: csvEndingIn(Buffer.from('A\0nn')),
		...uploaded({ rows: FILLING, rejected: { 'firstName contains a NUL character': 1 } }),
	},
	{
		file: 'nul-later.jsonl',
		wrong: 'a NUL byte in the last of 20,001 lines',
		content: jsonlEndingIn(Buffer.from('A\0nn')),
		...uploaded({ rows: FILLING, rejected: { 'The line is not a JSON object': 1 } }),
	},
	{
		file: 'nul-escape.jsonl',
		wrong: 'an escaped NUL, which JSON may hold',
		content: holding('{"accountId":"acme","id":"ann","firstName":"A\\u0000nn"}\n'),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'control-characters.csv',
		wrong: 'control characters in a cell, which text may hold',
		content: holding('accountId,id,firstName\nacme,ann,\x01\x07\x1b[31mAnn\n'),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'control-characters.jsonl',
		wrong: 'a bare control character in a text, which JSON may not hold',
		content: holding('{"accountId":"acme","id":"ann"}\n{"accountId":"acme","id":"b\x01b"}\n'),
		...uploaded({ rows: 1, rejected: { 'The line is not a JSON object': 1 } }),
	},
	{
		file: 'no-break-space.csv',
		wrong: 'a no-break space after a column name',
		content: holding('accountId,id\u00a0\nacme,ann\n'),
		...readable({ rows: 1 }, '"id[U+00A0]": did you mean "id"?'),
	},
	{
		file: 'every-width.csv',
		wrong: 'nothing: letters of one to four bytes',
		content: holding('accountId,id,firstName\nacme,ann,Ann Zoë 氏名 🦔\n'),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'lone-surrogate.jsonl',
		wrong: 'half of a surrogate pair as an escape',
		content: holding(
			'{"accountId":"acme","id":"ann"}\n{"accountId":"acme","id":"bob","firstName":"\\ud83e"}\n',
		),
		...uploaded({
			rows: 1,
			rejected: { 'firstName contains broken characters (half of a surrogate pair)': 1 },
		}),
	},
	{
		file: 'lone-surrogate-name.jsonl',
		wrong: 'half of a surrogate pair in the name of a custom field',
		content: holding(
			'{"accountId":"acme","id":"ann"}\n{"accountId":"acme","id":"bob","customFields":{"\\ud83e":1}}\n',
		),
		...uploaded({
			rows: 1,
			rejected: { 'has a name with broken characters (half of a surrogate pair)': 1 },
		}),
	},
];
