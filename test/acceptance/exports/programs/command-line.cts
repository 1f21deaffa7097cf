import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { COLUMNS, PEOPLE, sentPeople, valuesOf } from '../people.cts';
import { NO_ID, type Expected, type Export, type Program } from '../program.cts';

/** Writes the people as plain CSV, for tools that make one file of another. */
export function peopleCsv(folder: string): string {
	const path = join(folder, 'people.csv');
	const rows = [COLUMNS, ...PEOPLE.map(valuesOf)];
	const lines = rows.map((row) => row.map((value) => cell(value ?? '')).join(','));
	writeFileSync(path, `${lines.join('\n')}\n`);
	return path;
}

function cell(value: string | number | boolean): string {
	const text = String(value);
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Has a tool print another file of the people's. */
async function printed(
	folder: string,
	[command = '', ...args]: string[],
	name: string,
	expected: Expected,
): Promise<Export> {
	const path = join(folder, name);
	writeFileSync(
		path,
		await run(command, [...args, peopleCsv(folder)], { env: { LANG: 'C.UTF-8' } }),
	);
	return { how: `\`${[command, ...args].join(' ')}\``, path, expected };
}

const ALL: Expected = { rows: sentPeople(), rejected: NO_ID };
const BACKSLASH = 'A backslash in the row may stand for itself';

export const csvkit: Program = {
	name: 'csvkit',
	packages: ['csvkit'],
	version: async () => (await run('csvformat', ['--version'])).trim().split(' ').pop() ?? '',
	exports: async (folder) => [
		await printed(folder, ['csvformat', '-D', ';'], 'semicolons.csv', ALL),
		await printed(folder, ['csvformat', '-T'], 'tabs.tsv', ALL),
		await printed(folder, ['csvcut', '-c', '1-10'], 'cut.csv', ALL),
		// It works out types, and writes all values anew.
		await printed(folder, ['csvsort', '-c', 'user_id'], 'sorted.csv', ALL),
		await printed(folder, ['csvjson'], 'people.json', ALL),
	],
};

export const miller: Program = {
	name: 'Miller',
	packages: ['miller'],
	version: async () => (await run('mlr', ['--version'])).trim().split(' ').pop() ?? '',
	exports: async (folder) => [
		await printed(folder, ['mlr', '--csv', 'cat'], 'people.csv', ALL),
		await printed(folder, ['mlr', '--icsv', '--ocsv', '--ofs', ';', 'cat'], 'semicolons.csv', ALL),
		await printed(folder, ['mlr', '--icsv', '--ojsonl', 'cat'], 'people.jsonl', ALL),
		await printed(folder, ['mlr', '--icsv', '--ojson', 'cat'], 'people.json', ALL),
		await printed(folder, ['mlr', '--icsv', '--otsv', 'cat'], 'people.tsv', {
			rows: sentPeople().filter(({ id }) => !['u-3', 'u-5', 'u-6'].includes(id ?? '')),
			rejected: { 3: BACKSLASH, 5: BACKSLASH, 6: BACKSLASH, ...NO_ID },
		}),
	],
};
