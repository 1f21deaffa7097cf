import { filledWith, holding } from '../content.cts';
import { readable, refused, uploaded, type CorpusEntry } from '../corpus-entry.cts';

const ANN = '{"accountId":"acme","id":"ann"}';
const BOB = '{"accountId":"acme","id":"bob"}';

/** A good line, and then what is wrong. */
const after = (...lines: string[]) => holding(`${[ANN, ...lines].join('\n')}\n`);

const NO_OBJECT = 'The line is not a JSON object';

function event(fields: string): string {
	return `{"accountId":"acme","userId":"ann","event":{"key":"purchase","fields":${fields}}}`;
}

/** JSON that is not JSON Lines, and lines that are not rows or do not look like any. */
export const jsonLines: CorpusEntry[] = [
	{
		file: 'array.jsonl',
		wrong: 'one JSON array',
		content: holding(`[${ANN},${BOB}]`),
		...readable({ rows: 2 }, 'It is one JSON array, not JSON Lines. Write one object on each line'),
	},
	{
		file: 'array-over-lines.jsonl',
		wrong: 'a JSON array over several lines',
		content: holding(`[\n  ${ANN},\n  ${BOB}\n]\n`),
		...readable({ rows: 2 }, 'It is one JSON array, not JSON Lines.'),
	},
	{
		file: 'object-over-lines.jsonl',
		wrong: 'an object over several lines',
		content: holding('{\n  "accountId": "acme",\n  "id": "ann"\n}\n'),
		...refused('Its first line is not a complete JSON object. Write one object on each line.'),
	},
	{
		file: 'document.jsonl',
		wrong: 'a document with its rows in a list',
		content: holding(`{"next":null,"data":[${ANN},${BOB}]}`),
		...refused('It is one JSON document with the rows in its list "data"', 'Split Out'),
	},
	{
		file: 'lists.jsonl',
		wrong: 'lists as rows',
		content: holding('["acme","ann"]\n["acme","bob"]\n'),
		...refused("Its lines are lists, so Advocate can't tell which value is which."),
	},
	{
		file: 'scalars.jsonl',
		wrong: 'numbers and texts as rows',
		content: holding('42\n"ann"\n'),
		...refused('Its first line is JSON, but not an object with fields.'),
	},
	{
		file: 'no-objects-later.jsonl',
		wrong: 'a list, a number, null and a text as rows',
		content: after('["acme","bob"]', '42', 'null', '"cat"'),
		...uploaded({
			rows: 1,
			rejected: {
				[`${NO_OBJECT} but a list`]: 1,
				[`${NO_OBJECT} but "42"`]: 1,
				[`${NO_OBJECT} but nothing`]: 1,
				[`${NO_OBJECT} but "cat"`]: 1,
			},
		}),
	},
	{
		file: 'commas.jsonl',
		wrong: 'a comma after each line',
		content: holding(`${ANN},\n${BOB},\n`),
		...refused('Its first line ends with a comma. Write one object on each line, and nothing'),
	},
	{
		file: 'commas-later.jsonl',
		wrong: 'a comma after a line',
		content: after(`${BOB},`),
		...uploaded({ rows: 1, rejected: { [`${NO_OBJECT}. Remove the comma at its end`]: 1 } }),
	},
	{
		file: 'comments.jsonl',
		wrong: 'a comment above the rows',
		content: holding(`// users\n${ANN}\n`),
		...refused('its first line is not JSON'),
	},
	{
		file: 'comments-later.jsonl',
		wrong: 'comments among the rows',
		content: after('# more', `${BOB} // Bob`),
		...uploaded({ rows: 1, rejected: { [NO_OBJECT]: 2 } }),
	},
	{
		file: 'single-quotes.jsonl',
		wrong: "Python's quotes",
		content: holding("{'accountId': 'acme', 'id': 'ann'}\n"),
		...refused('Its first line is not a complete JSON object.'),
	},
	{
		file: 'nan.jsonl',
		wrong: 'NaN and Infinity, which JSON does not know',
		content: after(
			'{"accountId":"acme","id":"bob","customFields":{"score":NaN}}',
			'{"accountId":"acme","id":"cat","customFields":{"score":Infinity}}',
		),
		...uploaded({ rows: 1, rejected: { [NO_OBJECT]: 2 } }),
	},
	{
		file: 'blank-lines.jsonl',
		wrong: 'empty lines, which do not count as rows',
		content: holding(`\n${ANN}\n\n  \t\n${BOB}\n\n`),
		...uploaded({ rows: 2 }),
	},
	{
		file: 'mixed-line-ends.jsonl',
		wrong: 'line ends of every kind',
		content: holding(`${ANN}\r\n${BOB}\r{"accountId":"acme","id":"cat"}\n`),
		...uploaded({ rows: 3 }),
	},
	{
		file: 'cr-only.jsonl',
		wrong: 'the line ends of old Macs',
		content: holding(`${ANN}\r${BOB}\r`),
		...readable({ rows: 2 }, 'Its lines end with a carriage return alone, as on old Macs'),
	},
	{
		file: 'two-on-a-line.jsonl',
		wrong: 'two objects on a line',
		content: after(`${BOB}${BOB}`),
		...uploaded({ rows: 1, rejected: { [NO_OBJECT]: 1 } }),
	},
	{
		file: 'cut-off.jsonl',
		wrong: 'ends in the middle of a row',
		content: holding(`${ANN}\n${BOB.slice(0, -8)}`),
		...uploaded({ rows: 1, rejected: { [NO_OBJECT]: 1 } }),
	},
	{
		file: 'dotted-keys.jsonl',
		wrong: "CSV's dotted names as keys",
		content: holding('{"accountId":"acme","id":"ann","customFields.plan":"pro"}\n'),
		...readable(
			{ rows: 1 },
			'The key "customFields.plan" is how CSV names a column.',
			'{"customFields": {"plan"',
		),
	},
	{
		file: 'keys-in-capitals.jsonl',
		wrong: 'a field in another case',
		content: holding('{"accountId":"acme","ID":"ann"}\n'),
		...readable({ rows: 1 }, '"ID": did you mean "id"?'),
	},
	{
		file: 'events-foreign.jsonl',
		wrong: 'a field that events do not have',
		type: 'MUTATION/USER_EVENT',
		content: holding('{"accountId":"acme","userId":"ann","event":{"key":"k","sku":1}}\n'),
		...readable(
			{ rows: 1 },
			'For this type, Advocate accepts only its own fields, not "event.sku".',
		),
	},
	{
		file: 'long-ids.jsonl',
		wrong: 'IDs past 2^53 as numbers, which would lose their last digits',
		content: after(
			'{"accountId":"acme","id":9007199254740993}',
			'{"accountId":"acme","id":"9007199254740993"}',
			`{"accountId":"acme","id":${'9'.repeat(400)}}`,
		),
		...uploaded({
			rows: 2,
			rejected: {
				'The number 9007199254740993 is too long to be read without loss. Write it in quotes': 1,
				'9… is too long to be read without loss': 1,
			},
		}),
	},
	{
		file: 'long-numbers-in-events.jsonl',
		wrong: 'a number past 2^53 in a field of an event',
		type: 'MUTATION/USER_EVENT',
		content: holding(`${event('{"order":1}')}\n${event('{"order":12345678901234567890}')}\n`),
		...uploaded({ rows: 1, rejected: { 'The number 12345678901234567890 is too long': 1 } }),
	},
	{
		file: 'huge-exponent.jsonl',
		wrong: '1e999, which is read as infinite',
		content: after('{"accountId":"acme","id":"bob","customFields":{"score":1e999}}'),
		...uploaded({ rows: 1, rejected: { 'customFields.score is not a finite number': 1 } }),
	},
	{
		file: 'deep.jsonl',
		wrong: '100,000 levels in a field of an event',
		type: 'MUTATION/USER_EVENT',
		content: holding(
			`${event('{"a":1}')}\n${event(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)}\n`,
		),
		...uploaded({ rows: 1, rejected: { 'The line has more than 500 levels': 1 } }),
	},
	{
		file: 'deep-first.jsonl',
		wrong: '100,000 levels in the first line, in an unknown field',
		content: holding(
			`{"accountId":"acme","id":"ann","x":${'[{"a":'.repeat(20_000)}1${'}]'.repeat(20_000)}}\n${BOB}\n`,
		),
		...uploaded({ rows: 1, rejected: { 'The line has more than 500 levels': 1 } }),
	},
	{
		file: 'keys-twice.jsonl',
		wrong: 'a key twice: the last one counts, as for most readers of JSON',
		content: holding('{"accountId":"acme","id":"ann","id":"bob"}\n'),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'proto.jsonl',
		wrong: 'keys that JavaScript gives a meaning',
		content: after(
			'{"accountId":"acme","__proto__":{"id":"bob"}}',
			'{"accountId":"acme","id":"cat","customFields":{"__proto__":"x","constructor":"y"}}',
		),
		...uploaded({
			rows: 2,
			rejected: { 'id is required': 1 },
		}),
	},
	{
		file: 'wrong-types.jsonl',
		wrong: 'lists and objects where a text should be',
		content: after(
			'{"accountId":"acme","id":["bob"]}',
			'{"accountId":"acme","id":{"value":"cat"}}',
			'{"accountId":"acme","id":true}',
			'{"accountId":"acme","id":"dan","customFields":["x"]}',
			'{"accountId":"acme","id":"eve","customFields":{"tags":["x"]}}',
		),
		...uploaded({
			rows: 3,
			rejected: {
				'id must be text, not a list': 1,
				'id must be text, not "true"': 1,
				'customFields.tags must be text, a number or true/false, not a list': 1,
			},
			warnings: ['"customFields" was left out of rows in which it is not an object'],
		}),
	},
	{
		file: 'deletions.jsonl',
		wrong: 'deletions without the user',
		type: 'MUTATION/DELETE_USER',
		content: after('{"accountId":"acme"}', '{"accountId":"acme","id":""}'),
		...uploaded({ rows: 1, rejected: { 'id is required': 2 } }),
	},
	{
		file: 'redemptions.jsonl',
		wrong: 'redemptions in JSON Lines',
		type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
		content: holding('{"userId":"ann","accountId":"acme","unit":"CENTS","valueToRedeem":5}\n'),
		...refused('Advocate accepts reward redemptions as CSV only'),
	},
	{
		file: 'event-fields.jsonl',
		wrong: 'fields of events that Advocate would not take',
		type: 'MUTATION/USER_EVENT',
		content: holding(
			[
				'{"accountId":"acme","userId":"ann","event":{"key":"a","fields":{"cart":["sku",2]}}}',
				'{"accountId":"acme","userId":"ann","event":{"key":"a","fields":{"cart":[["sku",2]]}}}',
				'{"accountId":"acme","userId":"ann","event":{"key":"a","fields":"revenue=5"}}',
				`{"accountId":"acme","userId":"ann","event":{"key":"a","fields":{"note":"${'é'.repeat(751)}"}}}`,
			].join('\n'),
		),
		...uploaded({
			rows: 1,
			rejected: {
				'contains a list directly in a list': 1,
				'event.fields must be an object': 1,
				'contains a text of more than the 1,500 bytes': 1,
			},
		}),
	},
	{
		file: 'short-email.jsonl',
		wrong: 'an email of six characters',
		content: holding('{"accountId":"acme","id":"ann","email":"a@b.co"}\n'),
		...uploaded({
			rows: 0,
			rejected: { 'email must be an email address of at least 7 characters': 1 },
		}),
	},
	{
		file: 'line-11-mb.jsonl',
		wrong: 'a line of 11 million letters',
		content: filledWith('a', 11_000_000, `${ANN}\n{"accountId":"`, `","id":"x"}\n${BOB}\n`),
		...uploaded({ rows: 2, rejected: { 'The row is longer than 10 million characters': 1 } }),
	},
];
