import { filledWith, holding, repeating } from '../content.cts';
import { readable, refused, type CorpusEntry } from '../corpus-entry.cts';

/** Files without anything to import. */
export const emptyFiles: CorpusEntry[] = [
	{ file: 'empty.csv', wrong: 'no bytes', content: holding(), ...refused('It is empty.') },
	{ file: 'empty.jsonl', wrong: 'no bytes', content: holding(), ...refused('It is empty.') },
	{
		file: 'only-bom.csv',
		wrong: 'a byte order mark and nothing else',
		content: holding('\uFEFF'),
		...refused('It is empty.'),
	},
	{
		file: 'only-blanks.csv',
		wrong: 'blanks and tabs',
		content: holding(' \t  \n\t '),
		...refused('It is empty.'),
	},
	{
		file: 'only-line-ends.csv',
		wrong: 'line ends of every kind',
		content: holding('\n\r\n\r\n\r'),
		...refused('It is empty.'),
	},
	{
		file: 'only-line-ends.jsonl',
		wrong: 'line ends of every kind',
		content: holding('\r\n\n\r'),
		...refused('It is empty.'),
	},
	{
		file: 'blank-start.csv',
		wrong: '300 KB of blanks before the header',
		content: filledWith(' ', 300_000, '', '\naccountId,id\nacme,ann\n'),
		...refused('It begins with nothing but blank space.'),
	},
	{
		file: 'header-only.csv',
		wrong: 'a header without rows',
		content: holding('accountId,id\r\n'),
		...readable({ refused: ['It has no rows.'] }, 'It has a header line but no rows.'),
	},
	{
		file: 'header-and-blank-rows.csv',
		wrong: 'a header, and rows of empty cells',
		content: holding('accountId,id\n,\n , \n\n'),
		...readable({ refused: ['It has no rows.'] }, 'It has a header line but no rows.'),
	},
	{
		file: 'blank-rows.csv',
		wrong: 'a header, and 100,000 rows of empty cells',
		content: repeating({ before: 'accountId,id\n', piece: () => ' , \n', times: 100_000 }),
		asItComes: {},
		checked: { refused: ['It has no rows.'] },
	},
	{
		file: 'empty-objects.jsonl',
		wrong: 'objects without fields',
		content: holding('{}\n{}\n'),
		...refused('The required fields "accountId" and "id" are missing.'),
	},
];
