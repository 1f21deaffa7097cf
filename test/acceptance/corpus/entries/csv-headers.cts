import { holding, repeating } from '../content.cts';
import { readable, refused, uploaded, type CorpusEntry } from '../corpus-entry.cts';

/** A header of the required columns and a number of others, and one row. */
function withColumns(count: number, name: (index: number) => string, required = 'accountId,id') {
	return repeating({
		before: required,
		piece: (index) => `,${name(index)}`,
		times: count,
		after: `\n${'x,'.repeat(count + required.split(',').length - 1)}x\n`,
	});
}

/** CSV files whose first line is not the column names that it should be. */
export const csvHeaders: CorpusEntry[] = [
	{
		file: 'semicolons.csv',
		wrong: 'semicolons between columns',
		content: holding('accountId;id\nacme;ann\n'),
		...readable({ rows: 1 }, 'Its columns are separated by semicolons, but Advocate reads commas.'),
	},
	{
		file: 'tabs.csv',
		wrong: 'tabs between columns',
		content: holding('accountId\tid\nacme\tann\n'),
		...readable({ rows: 1 }, 'Its columns are separated by tabs, but Advocate reads commas.'),
	},
	{
		file: 'bars.csv',
		wrong: 'vertical bars between columns',
		content: holding('accountId|id\nacme|ann\n'),
		...readable(
			{ rows: 1 },
			'Its columns are separated by vertical bars, but Advocate reads commas.',
		),
	},
	{
		file: 'sep-line.csv',
		wrong: "Excel's line for the separator above the header",
		content: holding('sep=,\r\naccountId,id\r\nacme,ann\r\n'),
		...readable({ rows: 1 }, 'Its first line ("sep=…") is only for Excel. Remove it'),
	},
	{
		file: 'blank-first-line.csv',
		wrong: 'an empty line above the header',
		content: holding('\naccountId,id\nacme,ann\n'),
		...readable({ rows: 1 }, 'Its first line is empty. Remove it'),
	},
	{
		file: 'no-header.csv',
		wrong: 'rows without a header',
		content: holding('acme,ann,ann@example.com\nacme,bob,bob@example.com\n'),
		...refused('Its first line seems to be a row, not the column names. Add a header line.'),
	},
	{
		file: 'open-quote-header.csv',
		wrong: 'a quote in the header that is never closed',
		content: holding('accountId,"id\nacme,ann\n'),
		...refused('A quoted column name in its first line is never closed'),
	},
	{
		file: 'columns-twice.csv',
		wrong: 'one column twice',
		content: holding('accountId,id,id\nacme,ann,bob\n'),
		...refused('The column "id" appears more than once.'),
	},
	{
		file: 'columns-unnamed.csv',
		wrong: 'a column without a name',
		content: holding('accountId,id,\nacme,ann,x\n'),
		...readable({ rows: 1 }, 'Column 3 has no name.'),
	},
	{
		file: 'columns-in-capitals.csv',
		wrong: 'column names in another case',
		content: holding('AccountID,ID\nacme,ann\n'),
		...readable({ rows: 1 }, '"AccountID": did you mean "accountId"?', '"ID": did you mean "id"?'),
	},
	{
		file: 'columns-with-blanks.csv',
		wrong: 'blanks around column names',
		content: holding('accountId, id \nacme,ann\n'),
		...readable({ rows: 1 }, '" id ": did you mean "id"?'),
	},
	{
		file: 'columns-misspelled.csv',
		wrong: 'a letter too many',
		content: holding('accountId,id,referrable\nacme,ann,true\n'),
		...readable(
			{ rows: 1, warnings: ['Did you mean "referable"?'] },
			'"referrable": did you mean "referable"?',
		),
	},
	{
		file: 'columns-missing.csv',
		wrong: 'no column for the user',
		content: holding('accountId,email\nacme,ann@example.com\n'),
		...refused('The required column "id" is missing.'),
	},
	{
		file: 'columns-of-a-crm.csv',
		wrong: 'none of the required columns',
		content: holding('First Name,E-mail Address\nAnn,ann@example.com\n'),
		...refused('The required columns "accountId" and "id" are missing.'),
	},
	{
		file: 'deletions-missing.csv',
		wrong: 'deletions without the account',
		type: 'MUTATION/DELETE_USER',
		content: holding('id\nann\n'),
		...refused('The required column "accountId" is missing.'),
	},
	{
		file: 'redemptions-missing.csv',
		wrong: 'redemptions without what to redeem',
		type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
		content: holding('userId,accountId,unit\nann,acme,CREDIT\n'),
		...refused('The required column "valueToRedeem" is missing.'),
	},
	{
		file: 'events-foreign.csv',
		wrong: 'a column that events do not have',
		type: 'MUTATION/USER_EVENT',
		content: holding('accountId,userId,event.key,revenue\nacme,ann,purchase,5\n'),
		...readable(
			{ rows: 1 },
			'For this type, Advocate accepts only its own columns, not "revenue".',
			'"event.fields.…"',
		),
	},
	{
		file: 'events-foreign-300.csv',
		wrong: '300 columns that events do not have',
		type: 'MUTATION/USER_EVENT',
		content: withColumns(300, (index) => `own${index}`, 'accountId,userId,event.key'),
		...readable(
			{ rows: 1 },
			'For this type, Advocate accepts only its own columns, not "own0", "own1",',
			'"own9" and 290 more.',
		),
	},
	{
		file: 'columns-one-in-another.csv',
		wrong: 'a column above others: customFields beside customFields.plan',
		content: holding(
			'accountId,id,customFields,customFields.plan\nacme,ann,x,pro\nacme,bob,,pro\n',
		),
		...uploaded({ rows: 2, warnings: ['"customFields" was left out of rows'] }),
	},
	{
		file: 'columns-of-javascript.csv',
		wrong: 'columns with names that JavaScript gives a meaning',
		content: holding('accountId,id,__proto__,constructor,toString\nacme,ann,x,y,z\n'),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'columns-10000.csv',
		wrong: '10,000 columns of unknown fields',
		content: withColumns(10_000, (index) => `own${index}`),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'columns-10000-unnamed.csv',
		wrong: '10,000 columns without a name',
		content: withColumns(10_000, () => ''),
		...readable(
			{ rows: 1 },
			'Columns 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 9,990 more have no name.',
		),
	},
	{
		file: 'columns-10000-twice.csv',
		wrong: '5,000 columns, each of them twice',
		content: withColumns(10_000, (index) => `own${index % 5_000}`),
		...readable(
			{ rows: 1 },
			'The column "own0" appears more than once.',
			'And 4,990 more like these.',
		),
	},
	{
		file: 'columns-10000-misspelled.csv',
		wrong: '10,000 columns spelled wrong',
		content: withColumns(10_000, (index) => `customfields.f${index}`),
		...readable(
			{
				rows: 1,
				warnings: ['"customfields.f0" is not an Advocate field', 'More names that are not'],
			},
			'"customfields.f0": did you mean',
			'And 9,990 more like these.',
		),
	},
	{
		file: 'header-long.csv',
		wrong: 'a header of 400 KB',
		content: withColumns(10_000, (index) => `a column with a name that is long ${index}`),
		...refused("Its first line is longer than 256 KiB, so it can't be checked."),
	},
];
