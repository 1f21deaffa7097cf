import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { sentPeople } from '../people.cts';
import { NO_ID, ZONE_ASSUMED, type Expected, type Export, type Program } from '../program.cts';
import { peopleCsv } from './command-line.cts';

/** It makes a number of 00123 as it opens a CSV file, so that the zeros are gone from what it saves. */
const rows = sentPeople((row) => (row['id'] === '00123' ? { ...row, id: '123' } : row));

const expected: Expected = {
	rows,
	rejected: NO_ID,
	told: [ZONE_ASSUMED],
	note: 'Gnumeric has made 123 of the ID 00123, which its file no longer shows.',
};

async function exports(folder: string): Promise<Export[]> {
	const people = peopleCsv(folder);
	const saved = async (how: string, name: string, options: string[]): Promise<Export> => {
		const path = join(folder, name);
		await run('ssconvert', [...options, people, path], { env: { LC_ALL: 'C.UTF-8' } });
		return { how, path, expected };
	};
	return [
		await saved('a CSV file, opened and saved (`ssconvert … .csv`)', 'saved.csv', []),
		await saved("`ssconvert -O 'separator=; eol=windows'`", 'semicolons.txt', [
			...['-O', 'separator=; eol=windows'],
		]),
		await saved('`ssconvert -O \'separator="\\t" quoting-mode=always\'`', 'tabs.txt', [
			...['-O', "separator='\t' quoting-mode=always"],
		]),
	];
}

export const gnumeric: Program = {
	name: 'Gnumeric',
	packages: ['gnumeric'],
	version: async () => (/[\d.]+/.exec(await run('ssconvert', ['--version'])) ?? [''])[0],
	exports,
};
