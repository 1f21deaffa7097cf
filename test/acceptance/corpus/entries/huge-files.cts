import { filledWith, gap, repeating } from '../content.cts';
import { refused, uploaded, type CorpusEntry } from '../corpus-entry.cts';

const GB = 1_000_000_000;

const FIRST_LINE = refused("Its first line is longer than 256 KiB, so it can't be checked.");
const TOO_LONG = 'The row is longer than 10 million characters';

function manyUsers(count: number): string {
	return Array.from({ length: count }, (_, index) => `acme,a-user-of-acme-${index}\n`).join('');
}

/** Files that must not fill memory, nor take for ever. */
export const hugeFiles: CorpusEntry[] = [
	{
		file: 'nul-1-gb.csv',
		wrong: '1 GB of NUL bytes',
		content: gap(GB),
		...refused('It contains NUL bytes, so it is not a text file.'),
	},
	{
		file: 'one-line-1-gb.csv',
		wrong: '1 GB of one line',
		content: filledWith('a', GB),
		...FIRST_LINE,
	},
	{
		file: 'one-line-1-gb.jsonl',
		wrong: '1 GB of one line',
		content: filledWith('a', GB, '{"accountId":"'),
		...FIRST_LINE,
	},
	{
		file: 'second-line-300-mb.csv',
		wrong: '300 MB of NUL bytes in a row, below 20,000 good ones',
		content: gap(300_000_000, `accountId,id\n${manyUsers(20_000)}acme,`, '\nacme,last\n'),
		...uploaded({ rows: 20_001, rejected: { [TOO_LONG]: 1 } }),
	},
	{
		file: 'second-line-1-gb.jsonl',
		wrong: '1 GB of letters in a line',
		content: filledWith(
			'a',
			GB,
			'{"accountId":"acme","id":"ann"}\n{"accountId":"',
			'"}\n{"accountId":"acme","id":"bob"}\n',
		),
		...uploaded({ rows: 2, rejected: { [TOO_LONG]: 1 } }),
	},
	{
		file: 'open-quote-300-mb.csv',
		wrong: 'a quote that is never closed before 300 MB of rows',
		content: repeating({
			before: 'accountId,id\nacme,ann\nacme,"bob\n',
			piece: (index) => `acme,user-${index}\n`,
			times: 16_000_000,
		}),
		...uploaded({
			rows: 1,
			rejected: { 'The row is longer than 10 million characters': 1 },
		}),
	},
	{
		file: 'rows-500001.csv',
		wrong: 'one row more than Advocate recommends',
		content: repeating({
			before: 'accountId,id,email\n',
			piece: (index) => `acme,crm-contact-number-${index},user-${index}@example.com\n`,
			times: 500_001,
		}),
		...uploaded({
			rows: 500_001,
			warnings: ['The file has 500,001 rows, but Advocate recommends at most 500,000 in one.'],
		}),
	},
	{
		file: 'events-50-mb.csv',
		wrong: 'nothing but its size: 50 MB of good events',
		type: 'MUTATION/USER_EVENT',
		content: repeating({
			before: 'accountId,userId,event.key,event.fields.order\n',
			piece: (index) =>
				`acme,crm-contact-number-${index},purchase,"a text, in quotes, of some length"\n`,
			times: 600_000,
		}),
		...uploaded({ rows: 600_000, warnings: ['The file has 600,000 rows'] }),
	},
	{
		file: 'bad-rows-600000.jsonl',
		wrong: '600,000 rows without a user below a good one',
		content: repeating({
			before: '{"accountId":"acme","id":"ann"}\n',
			piece: () => '{"accountId":"acme"}\n',
			times: 600_000,
		}),
		asItComes: {},
		checked: {
			refused: ['Too many of its rows are rejected', '500,001 so far, the first is row 2 (id is'],
		},
	},
	{
		file: 'bad-rows-300-mb.csv',
		wrong: '300 MB of rows with too many cells',
		content: repeating({
			before: 'accountId,id\nacme,ann\n',
			piece: () => `acme,bob${',x'.repeat(500)}\n`,
			times: 300_000,
		}),
		asItComes: {},
		checked: { refused: ['Too many of its rows are rejected', 'the first is row 2'] },
	},
];
