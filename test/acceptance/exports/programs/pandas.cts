import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { COLUMNS, PEOPLE, sentPeople, valuesOf } from '../people.cts';
import { DECIMAL_COMMA, NO_ID, type Export, type Program } from '../program.cts';

/** Debian's, which has pandas. */
const PYTHON = '/usr/bin/python3';

/** Each file, and how it is written of a frame. */
const WRITTEN: Array<{ name: string; how: string; code: string }> = [
	{ name: 'plain.csv', how: '`to_csv(index=False)`', code: 'to_csv(f, index=False)' },
	{ name: 'index.csv', how: '`to_csv()`, with its index', code: 'to_csv(f)' },
	{
		name: 'semicolons.csv',
		how: "`to_csv(sep=';', decimal=',', index=False)`",
		code: "to_csv(f, sep=';', decimal=',', index=False)",
	},
	{
		name: 'nulls.tsv',
		how: "`to_csv(sep='\\t', na_rep='NULL', index=False)`",
		code: "to_csv(f, sep='\\t', na_rep='NULL', index=False)",
	},
	{ name: 'packed.csv.gz', how: "`to_csv('….csv.gz')`", code: 'to_csv(f, index=False)' },
	{
		name: 'utf-16.csv',
		how: "`to_csv(encoding='utf-16')`",
		code: "to_csv(f, index=False, encoding='utf-16')",
	},
	{
		name: 'lines.jsonl',
		how: "`to_json(orient='records', lines=True)`",
		code: "to_json(f, orient='records', lines=True)",
	},
	{
		name: 'records.json',
		how: "`to_json(orient='records')`",
		code: "to_json(f, orient='records')",
	},
];

const SCRIPT = `
import json, sys
import pandas as pd
people, folder = json.load(open(sys.argv[1])), sys.argv[2]
frame = pd.DataFrame(people['rows'], columns=people['columns'])
frame['created_at'] = pd.to_datetime(frame['created_at'])
${WRITTEN.map(({ name, code }) => `f = folder + '/${name}'\nframe.${code}`).join('\n')}
`;

async function exports(folder: string): Promise<Export[]> {
	const data = join(folder, 'people.input');
	writeFileSync(data, JSON.stringify({ columns: COLUMNS, rows: PEOPLE.map(valuesOf) }));
	const script = join(folder, 'write.py');
	writeFileSync(script, SCRIPT);
	await run(PYTHON, [script, data, folder]);
	return WRITTEN.map(({ name, how }) => {
		const expected = { rows: rowsOf(name), rejected: rejectedOf(name), told: toldOf(name) };
		return { how, path: join(folder, name), expected };
	});
}

/** Where a text may have any form, a decimal comma is sent as it is written. */
function rowsOf(name: string) {
	if (name !== 'semicolons.csv') return sentPeople();
	return sentPeople((row) => {
		const { 'customFields.score': score = '' } = row;
		return { ...row, 'customFields.score': score.replace('.', ',') };
	});
}

function rejectedOf(name: string) {
	return name === 'nulls.tsv' ? { 7: 'id is "NULL", which databases' } : NO_ID;
}

function toldOf(name: string): string[] {
	if (name === 'semicolons.csv') return [DECIMAL_COMMA];
	if (name !== 'nulls.tsv') return [];
	const empty = ['lastName', 'email', 'referable', 'countryCode', 'dateCreated'];
	return [...empty, 'customFields.score', 'customFields.note'].map(
		(field) => `${field} was not sent where it is a word for nothing, "NULL"`,
	);
}

export const pandas: Program = {
	name: 'pandas',
	packages: ['python3-pandas'],
	version: async () =>
		(await run(PYTHON, ['-c', 'import pandas; print(pandas.__version__)'])).trim(),
	exports,
};
