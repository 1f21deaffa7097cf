import {
	appendFileSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPrefixes } from '../../sandbox/jobs/drop-folder.cts';
import { openSandbox } from './sandbox-client.cts';

const users = 'accountId,id\nacme,ann\nacme,\n';
const folder = mkdtempSync(join(tmpdir(), 'advocate-sftp-'));
const sftp = {
	folder,
	prefixes: { users_: 'MUTATION/USER', users_delete_: 'MUTATION/DELETE_USER' },
} as const;

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file in a tenant's folder, as an SFTP server writes it. */
function drop(fileName: string, content = users, alias = 'test_acme'): string {
	const path = join(folder, alias, fileName);
	writeFileSync(path, content);
	return path;
}

describe('files that come over SFTP', () => {
	test('a file that begins with a prefix becomes a job of its type, and is removed', async () => {
		const client = await openSandbox({ sftp });
		const path = drop('users_2026-03-04.csv');
		await client.sandbox.sftp.collect();

		const [taken] = await client.sandbox.sftp.collect();

		expect(taken).toMatchObject({ tenantAlias: 'test_acme', fileName: 'users_2026-03-04.csv' });
		expect(existsSync(path)).toBe(false);
		const [upload] = client.sandbox.uploads.list();
		expect(upload).toMatchObject({ how: 'sftp', fileName: 'users_2026-03-04.csv' });
		expect(readFileSync(upload?.path ?? '', 'utf8')).toBe(users);
		client.clock.ms += 60_000;
		expect(await client.job(taken?.jobId ?? '')).toMatchObject({
			type: 'MUTATION/USER',
			status: 'COMPLETED',
			requester: 'SFTP',
			fileRef: upload?.fileRef,
			stats: { recordsProcessed: 2, errors: 1 },
		});
	});

	test('the list of jobs shows it like any other', async () => {
		const client = await openSandbox({ sftp });
		drop('users_1.csv');
		await client.sandbox.sftp.collect();
		const [taken] = await client.sandbox.sftp.collect();

		const { data } = await client.listJobs({ type_eq: 'MUTATION/USER' });

		expect(data).toEqual([{ id: taken?.jobId, status: 'PENDING' }]);
	});

	test('a file that is still growing is left until it no longer does', async () => {
		const { sandbox } = await openSandbox({ sftp });
		const path = drop('users_1.csv', 'accountId,id\n');
		expect(await sandbox.sftp.collect()).toEqual([]);
		appendFileSync(path, 'acme,ann\n');
		expect(await sandbox.sftp.collect()).toEqual([]);

		expect(await sandbox.sftp.collect()).toHaveLength(1);
		expect(sandbox.uploads.list()[0]?.sizeBytes).toBe(22);
	});

	test('of two prefixes that fit, the longer tells the type', async () => {
		const { sandbox } = await openSandbox({ sftp });
		drop('users_delete_1.csv');
		await sandbox.sftp.collect();
		await sandbox.sftp.collect();

		expect(sandbox.jobs.list().map(({ type }) => type)).toEqual(['MUTATION/DELETE_USER']);
	});

	test('a file with another name is left where it is, until it is renamed', async () => {
		const { sandbox } = await openSandbox({ sftp });
		const path = drop('sending.csv');
		await sandbox.sftp.collect();
		expect(await sandbox.sftp.collect()).toEqual([]);
		expect(existsSync(path)).toBe(true);

		renameSync(path, join(folder, 'test_acme', 'users_1.csv'));
		await sandbox.sftp.collect();
		expect(await sandbox.sftp.collect()).toHaveLength(1);
	});

	test('a file over 100 MB makes no job and is moved to "refused"', async () => {
		const { sandbox } = await openSandbox({ sftp });
		truncateSync(drop('users_large.csv'), 100_000_001);
		await sandbox.sftp.collect();

		expect(await sandbox.sftp.collect()).toEqual([]);
		expect(sandbox.jobs.list()).toEqual([]);
		expect(readdirSync(join(folder, 'test_acme/refused'))).toEqual(['users_large.csv']);
	});

	test('a file that is not an import file makes a job that is aborted', async () => {
		const client = await openSandbox({ sftp });
		drop('users_1.pdf', '%PDF');
		await client.sandbox.sftp.collect();
		const [taken] = await client.sandbox.sftp.collect();
		client.clock.ms += 60_000;

		expect((await client.job(taken?.jobId ?? ''))?.status).toBe('ABORTED');
	});

	test("each tenant's folder is its own", async () => {
		const client = await openSandbox({ sftp });
		drop('users_1.csv', users, 'test_globex');
		await client.sandbox.sftp.collect();
		await client.sandbox.sftp.collect();

		expect((await client.listJobs({})).totalCount).toBe(0);
		expect((await client.otherTenant().listJobs({})).totalCount).toBe(1);
	});

	test('without the option there is nothing to look into', async () => {
		const { sandbox } = await openSandbox();

		await expect(sandbox.sftp.collect()).rejects.toThrow('without the option sftp');
	});
});

describe('prefixes on the command line', () => {
	test('each with its type', () => {
		expect(readPrefixes('users_=MUTATION/USER, e_=MUTATION/USER_EVENT')).toEqual({
			users_: 'MUTATION/USER',
			e_: 'MUTATION/USER_EVENT',
		});
	});

	test.each([
		['users_', '"users_" is not PREFIX=TYPE'],
		['=MUTATION/USER', '"=MUTATION/USER" is not PREFIX=TYPE'],
		['users_=QUERY/USER', '"QUERY/USER" is not a type of import'],
		['u=MUTATION/USER,u=MUTATION/USER', 'The prefix "u" is given twice'],
	])('%s is refused', (text, message) => {
		expect(() => readPrefixes(text)).toThrow(message);
	});
});
