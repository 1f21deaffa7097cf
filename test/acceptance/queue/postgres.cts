import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../harness/processes/command.cts';
import { ensurePrograms } from '../../../harness/packages/debian-packages.cts';
import { freePort } from '../../../harness/processes/free-port.cts';
import { ProcessGroup } from '../../../harness/processes/process-group.cts';

const DEBIAN_SERVERS = '/usr/lib/postgresql';
const USER = 'n8n';

/** A PostgreSQL of its own, on loopback, with a password. */
export class Postgres {
	private constructor(
		private readonly group: ProcessGroup,
		/** What n8n is told of it. */
		readonly env: Record<string, string>,
		/** The folder with the database. */
		readonly data: string,
	) {}

	/**
	 * Installs Debian's PostgreSQL where it is missing, makes a database and starts a server for it. The
	 * one that Debian may run by itself is left alone.
	 *
	 * @param folder where it keeps its data and its log; the user "postgres" must be able to get there
	 */
	static async start(folder: string): Promise<Postgres> {
		await ensurePrograms({ pg_ctlcluster: 'postgresql' }, "for n8n's database");
		const programs = newestServer();
		const password = randomBytes(16).toString('hex');
		const data = await newCluster(programs, folder, password);
		const port = String(await freePort());
		const [command = '', ...args] = asPostgres([
			join(programs, 'postgres'),
			...['-D', data, '-h', '127.0.0.1', '-p', port, '-k', ''],
		]);
		const group = new ProcessGroup(command, args, {
			cwd: folder,
			env: { PATH: process.env.PATH },
			log: join(folder, 'postgres.log'),
		});
		await group.ready('PostgreSQL', 60_000, async () => await answers(programs, port));
		const env = {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
		};
		return new Postgres(group, env, data);
	}

	/** At once, its connections cut: nothing of it is kept. */
	async stop(): Promise<void> {
		await this.group.end('SIGINT');
	}
}

/** Where the programs of the newest server are: Debian keeps them off the PATH. */
function newestServer(): string {
	const [newest] = readdirSync(DEBIAN_SERVERS)
		.filter((version) => readdirSync(join(DEBIAN_SERVERS, version, 'bin')).includes('postgres'))
		.sort((a, b) => Number(b) - Number(a));
	if (newest === undefined) throw new Error(`There is no PostgreSQL server in ${DEBIAN_SERVERS}`);
	return join(DEBIAN_SERVERS, newest, 'bin');
}

async function answers(programs: string, port: string): Promise<boolean> {
	const asking = run(join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', port]);
	return await asking.then(
		() => true,
		() => false,
	);
}

async function newCluster(programs: string, folder: string, password: string): Promise<string> {
	const data = join(folder, 'data');
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	mkdirSync(data, { mode: 0o700 });
	await ownedByPostgres([folder, passwordFile, data]);
	const [command = '', ...args] = asPostgres([
		join(programs, 'initdb'),
		...['-D', data, '--auth=scram-sha-256', `--username=${USER}`, `--pwfile=${passwordFile}`],
		...['--encoding=UTF8', '--locale=C.UTF-8'],
	]);
	await run(command, args, { cwd: folder });
	return data;
}

/** PostgreSQL will not run as root. */
function asPostgres(command: string[]): string[] {
	return process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command;
}

async function ownedByPostgres(paths: string[]): Promise<void> {
	if (process.getuid?.() !== 0) return;
	const [uid = NaN, gid = NaN] = await Promise.all(
		['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).trim())),
	);
	for (const path of paths) chownSync(path, uid, gid);
}
