import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { ProcessGroup } from '../../../../harness/processes/process-group.cts';
import { COLUMNS, sentPeople } from '../people.cts';
import { NO_ID, ZONE_ASSUMED, type Export, type Program } from '../program.cts';
import { peopleTable } from '../sql.cts';

const rows = sentPeople((row) => {
	const { 'customFields.score': score = '' } = row;
	return { ...row, 'customFields.score': score === '' ? '' : Number(score).toFixed(2) };
});

/** MariaDB adds no names to a file: people select them as a row before the others. */
const WITH_NAMES = `SELECT ${COLUMNS.map((name) => `'${name}'`).join(', ')} UNION ALL SELECT * FROM people`;

/** On a socket of its own, without a network. */
async function withServer<T>(folder: string, action: (socket: string) => Promise<T>): Promise<T> {
	const data = join(folder, 'data');
	mkdirSync(data);
	const user = process.getuid?.() === 0 ? ['--user=root'] : [];
	await run('mariadb-install-db', [
		...['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal'],
		...['--skip-test-db', ...user],
	]);
	const socket = join(folder, 'mariadb.sock');
	const group = new ProcessGroup(
		'/usr/sbin/mariadbd',
		[
			...['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking'],
			...['--secure-file-priv=', '--default-time-zone=+00:00', ...user],
			...['--character-set-server=utf8mb4', '--innodb-buffer-pool-size=16M'],
		],
		{ cwd: folder, env: { PATH: process.env.PATH }, log: join(folder, 'mariadb.log') },
	);
	await group.ready('MariaDB', 60_000, async () => {
		const asking = run('mariadb-admin', [
			'--no-defaults',
			`--socket=${socket}`,
			'-u',
			'root',
			'ping',
		]);
		return await asking.then(
			() => true,
			() => false,
		);
	});
	try {
		return await action(socket);
	} finally {
		await group.end('SIGTERM');
	}
}

async function exports(folder: string): Promise<Export[]> {
	return await withServer(folder, async (socket) => {
		const sql = async (statement: string, options: string[] = []) =>
			await run('mariadb', [
				...['--no-defaults', `--socket=${socket}`, '-u', 'root', '--default-character-set=utf8mb4'],
				...[...options, '-e', statement, ...(options.length > 0 ? ['crm'] : [])],
			]);
		await sql(`CREATE DATABASE crm CHARACTER SET utf8mb4; USE crm; ${peopleTable(FORM)}`);
		const outfile = async (how: string, name: string, form: string): Promise<Export> => {
			const path = join(folder, name);
			await sql(`USE crm; ${WITH_NAMES} INTO OUTFILE '${path}' CHARACTER SET utf8mb4 ${form}`);
			return { how, path, expected: { rows, rejected: NO_ID, told: [ZONE_ASSUMED] } };
		};
		const batch = join(folder, 'batch.tsv');
		writeFileSync(batch, await sql('SELECT * FROM people', ['--batch']));
		return [
			await outfile('`INTO OUTFILE`', 'outfile.tsv', ''),
			await outfile(
				"`INTO OUTFILE … FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"'`",
				'outfile.csv',
				`FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"'`,
			),
			{
				how: '`mariadb --batch`',
				path: batch,
				expected: {
					rows: rows.filter(({ id }) => !['u-3', 'u-5', 'u-6'].includes(id ?? '')),
					rejected: {
						...{ 3: BACKSLASH, 5: BACKSLASH, 6: BACKSLASH },
						7: 'id is "NULL", which databases',
					},
					told: [ZONE_ASSUMED, ...NOTHING],
				},
			},
		];
	});
}

/** In `mariadb --batch` nothing says that it escapes. */
const BACKSLASH = 'A backslash in the row may stand for itself';

const NOTHING = ['lastName', 'email', 'referable', 'countryCode', 'dateCreated']
	.concat('customFields.score', 'customFields.note')
	.map((name) => `${name} was not sent where it is a word for nothing, "NULL"`);

const FORM = {
	quotedName: (name: string) => `\`${name}\``,
	text: (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
	time: (iso: string) => `'${iso.replace('T', ' ').replace('Z', '')}'`,
	timeType: 'datetime',
};

export const mariadb: Program = {
	name: 'MariaDB',
	packages: ['mariadb-client', 'mariadb-server'],
	version: async () =>
		(/Distrib ([\d.]+)/.exec(await run('mariadb', ['--version'])) ?? [])[1] ?? '',
	exports,
};
