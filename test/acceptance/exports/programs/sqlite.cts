import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { sentPeople } from '../people.cts';
import { NO_ID, ZONE_ASSUMED, type Export, type Program } from '../program.cts';
import { peopleTable } from '../sql.cts';

const FORM = {
	quotedName: (name: string) => `"${name}"`,
	text: (value: string) => `'${value.replaceAll("'", "''")}'`,
	time: (iso: string) => `'${iso.replace('T', ' ').replace('Z', '')}'`,
	timeType: 'text',
};

async function exports(folder: string): Promise<Export[]> {
	const database = join(folder, 'crm.sqlite');
	await run('sqlite3', [database, peopleTable(FORM)]);
	const written = async (how: string, name: string, options: string[]): Promise<Export> => {
		const path = join(folder, name);
		writeFileSync(path, await run('sqlite3', [...options, database, 'SELECT * FROM people']));
		const rows = sentPeople();
		return { how, path, expected: { rows, rejected: NO_ID, told: [ZONE_ASSUMED] } };
	};
	return [
		await written('`sqlite3 -csv -header`', 'people.csv', ['-csv', '-header']),
		await written("`sqlite3 -csv -header -separator ';'`", 'semicolons.csv', [
			...['-csv', '-header', '-separator', ';'],
		]),
		await written('`sqlite3 -json`', 'people.json', ['-json']),
	];
}

export const sqlite: Program = {
	name: 'SQLite',
	packages: ['sqlite3'],
	version: async () => (await run('sqlite3', ['--version'])).split(' ')[0] ?? '',
	exports,
};
