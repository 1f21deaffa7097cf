import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../../harness/project.cts';
import { holding } from '../content.cts';
import { readable, uploaded, type CorpusEntry } from '../corpus-entry.cts';

const TABS = 'Its columns are separated by tabs, but Advocate reads commas.';
const BACKSLASH = 'A backslash in the row may stand for itself';

/** What databases and spreadsheets write that is no CSV by the book. `npm run test:exports` has the programs write theirs. */
export const exportedFiles: CorpusEntry[] = [
	{
		file: 'mysql.csv',
		wrong: 'quotes and backslashes behind backslashes, \\N for nothing',
		content: holding(
			'accountId,id,firstName\n"acme","ann","An \\"A\\" \\\\ n, B"\n"acme","bob",\\N\n"acme",\\N,"Cat"\n',
		),
		asItComes: {},
		checked: { rows: 2, rejected: { 'id is required': 1 } },
	},
	{
		file: 'quotes-behind-backslashes.csv',
		wrong: "R's: quotes behind backslashes, and backslashes as they are",
		content: holding('accountId,id,firstName\n"acme","ann","An \\"A\\""\n"acme","bob","C:\\new"\n'),
		...uploaded({ rows: 1, rejected: { [BACKSLASH]: 1 } }),
	},
	{
		file: 'postgresql.csv',
		wrong: "PostgreSQL's text: tabs, escapes, \\N, t and f",
		content: holding(
			'accountId\tid\tfirstName\treferable\nacme\tann\ta\\tb\\\\c\tt\nacme\tbob\t\\N\tf\nacme\t\\N\tCat\tt\n',
		),
		...readable({ rows: 2, rejected: { 'id is required': 1 } }, TABS),
	},
	{
		file: 'tabs-with-escapes.csv',
		wrong: 'tabs, and backslashes of which nothing tells what they are',
		content: holding('accountId\tid\tfirstName\nacme\tann\tAnn\nacme\tbob\tC:\\new\n'),
		...readable({ rows: 1, rejected: { [BACKSLASH]: 1 } }, TABS),
	},
	{
		file: 'joined-with-bom.csv',
		wrong: 'joined files, each with a byte order mark and a header',
		content: holding('\ufeffaccountId,id\nacme,ann\n\ufeffaccountId,id\nacme,bob\n'),
		...uploaded({ rows: 2, rejected: { 'repeats the column names': 1 } }, { bytesLeftOut: 3 }),
	},
	{
		file: 'macroman.csv',
		wrong: 'MacRoman: a German list from an old Mac',
		content: holding(
			Buffer.from(
				'accountId,id,firstName\nacme,a,M\x9fller\nacme,b,J\x9arg\nacme,c,Wei\xa7\nacme,d,B\x8acker\nacme,e,\x86bel\n',
				'latin1',
			),
		),
		...readable({ rows: 5 }, 'It is not UTF-8 text'),
	},
	{
		file: 'german-excel.csv',
		wrong: 'a German Excel: semicolons, Windows-1252, WAHR, 01.05.2024',
		content: holding(readFileSync(join(root, 'examples/german-excel.csv'))),
		...readable(
			{ rows: 8, warnings: ['dateCreated is written with dots', 'has a decimal comma'] },
			'It is not UTF-8 text',
		),
	},
	{
		file: 'semicolon-amounts.csv',
		wrong: 'amounts with commas and points in a file with semicolons',
		type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
		content: holding(
			'userId;accountId;unit;valueToRedeem\nann;acme;EUR;12,50\nbob;acme;EUR;1.234\ncat;acme;EUR;1.234,50\n',
		),
		...readable(
			{ rows: 2, skipped: 0, rejected: { 'may be 1234 or 1.234': 1 } },
			'Its columns are separated by semicolons',
		),
	},
	{
		file: 'countries-and-words.csv',
		wrong: 'countries and booleans in words and codes of many languages',
		content: holding(
			'accountId,id,referable,countryCode\nacme,a,t,CAN\nacme,b,WAHR,Deutschland\nacme,c,non,日本\nacme,d,1.0,Congo\nacme,e,x,CA\n',
		),
		...uploaded({
			rows: 3,
			rejected: { 'countryCode may be several countries': 1, 'referable must be true or false': 1 },
		}),
	},
];
