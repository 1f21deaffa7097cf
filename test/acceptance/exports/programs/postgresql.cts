import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { Postgres } from '../../queue/postgres.cts';
import { sentPeople } from '../people.cts';
import { NO_ID, type Export, type Program } from '../program.cts';
import { peopleTable } from '../sql.cts';

const SELECT = 'SELECT * FROM people';

/** PostgreSQL writes numeric(6, 2) with both decimals. */
const rows = sentPeople((row) => ({ ...row, 'customFields.score': twoDecimals(row) }));

function twoDecimals({ 'customFields.score': score = '' }: Record<string, string>): string {
	return score === '' ? '' : Number(score).toFixed(2);
}

/** What psql is told, and what is to come of it. The last `%` in a command is the file. */
const COMMANDS: Array<{ how: string; zone: string; command: string; options?: string }> = [
	{
		how: '`COPY … TO` (CSV, HEADER), time zone UTC',
		...{ zone: 'UTC', command: "COPY people TO '%' (FORMAT csv, HEADER)" },
	},
	{
		how: '`\\copy … csv header`, time zone America/New_York',
		...{ zone: 'America/New_York', command: "\\copy people TO '%' csv header" },
	},
	{
		how: '`COPY … TO` (text, HEADER), time zone Asia/Kolkata',
		...{ zone: 'Asia/Kolkata', command: "COPY people TO '%' (HEADER)" },
	},
	{
		how: "`COPY … TO` (CSV, HEADER, FORCE_QUOTE \\*, DELIMITER ';')",
		zone: 'UTC',
		command: "COPY people TO '%' (FORMAT csv, HEADER, FORCE_QUOTE *, DELIMITER ';')",
	},
];

async function exports(folder: string): Promise<Export[]> {
	const server = join(folder, 'server');
	mkdirSync(server);
	const postgres = await Postgres.start(server);
	try {
		await psql(postgres, 'UTC', peopleTable(FORM));
		const made: Export[] = [];
		for (const [index, { how, zone, command }] of COMMANDS.entries()) {
			// The server writes these itself, as its own user.
			const path = join(server, `people-${index}.csv`);
			await psql(postgres, zone, command.replace('%', path));
			made.push({ how, path, expected: { rows, rejected: NO_ID } });
		}
		made.push(await csvOption(postgres, folder), await germanDates(postgres, folder));
		return made;
	} finally {
		await postgres.stop();
	}
}

async function csvOption(postgres: Postgres, folder: string): Promise<Export> {
	const path = join(folder, 'csv-option.csv');
	writeFileSync(path, await psql(postgres, 'Europe/Berlin', SELECT, ['--csv']));
	const how = '`psql --csv`, time zone Europe/Berlin';
	return { how, path, expected: { rows, rejected: NO_ID } };
}

/** The name of a time zone behind a date stands for several. */
async function germanDates(postgres: Postgres, folder: string): Promise<Export> {
	const path = join(folder, 'german.csv');
	const statement = `SET datestyle = 'German'; ${SELECT}`;
	const printed = await psql(postgres, 'Europe/Berlin', statement, ['--csv', '--quiet']);
	writeFileSync(path, printed);
	const reason = 'dateCreated must be a date';
	const rejected = { 1: reason, 2: reason, 3: reason, 5: reason, 6: reason, 7: 'id is required' };
	return {
		how: "`psql --csv` with `datestyle = 'German'` (`01.05.2024 11:00:00 CEST`)",
		path,
		expected: { rows: rows.filter(({ id }) => id === 'u-4'), rejected },
	};
}

const FORM = {
	quotedName: (name: string) => `"${name}"`,
	text: (value: string) => `'${value.replaceAll("'", "''")}'`,
	time: (iso: string) => `'${iso}'`,
	timeType: 'timestamptz',
};

async function psql(
	{ env }: Postgres,
	zone: string,
	statement: string,
	options: string[] = [],
): Promise<string> {
	const { DB_POSTGRESDB_PORT: port = '', DB_POSTGRESDB_USER: user = '' } = env;
	const where = ['-h', '127.0.0.1', '-p', port, '-U', user, '-d', 'postgres'];
	const args = [...where, '-v', 'ON_ERROR_STOP=1', '-X', ...options, '-c', statement];
	return await run('psql', args, {
		env: { PGPASSWORD: env['DB_POSTGRESDB_PASSWORD'] ?? '', PGTZ: zone, PGCLIENTENCODING: 'UTF8' },
	});
}

export const postgresql: Program = {
	name: 'PostgreSQL',
	packages: ['postgresql'],
	version: async () => (/\d+/.exec(await run('psql', ['--version'])) ?? [''])[0],
	exports,
};
