import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../harness/project.cts';
import { basic, readJson } from './sandbox-client.cts';
import type { JobAnswer } from './sandbox-client.cts';

function start(...args: string[]): { child: ChildProcess; output: () => string } {
	const cli = join(root, 'sandbox', 'cli.cts');
	const child = spawn(process.execPath, ['--require', 'tsx/cjs', cli, ...args], { cwd: root });
	let text = '';
	child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
	return { child, output: () => text };
}

/** How many rows an export of rewards has. */
async function exportedRows(baseUrl: string): Promise<unknown> {
	const ask = async (query: string) => {
		const response = await fetch(`${baseUrl}/api/v1/test_acme/graphql`, {
			method: 'POST',
			headers: {
				authorization: basic('', 'TEST_key_0123456789abcdef'),
				'content-type': 'application/json',
			},
			body: JSON.stringify({ query }),
		});
		return await readJson<{ data: { job: JobAnswer } }>(response);
	};
	const create = 'mutation { job: createJob(jobInput: {type: "QUERY/REWARD"}) { id } }';
	const { id } = (await ask(create)).data.job;
	const { job } = (await ask(`{ job(id: "${id}") { stats { recordsProcessed } } }`)).data;
	return job.stats?.recordsProcessed;
}

describe('the command line', () => {
	test.each(['SIGINT', 'SIGTERM'] as const)(
		'prints where it is, and stops on %s',
		async (signal) => {
			const { child, output } = start(
				'--json',
				'--job-duration',
				'0',
				'--records',
				'3',
				'--set',
				'recordNumberBase=0',
			);
			if (child.stdout) await once(child.stdout, 'data');
			const { baseUrl, tenants } = JSON.parse(output()) as { baseUrl: string; tenants: unknown[] };
			expect(tenants[0]).toEqual({
				alias: 'test_acme',
				apiKey: 'TEST_key_0123456789abcdef',
				isLiveMode: false,
			});
			const options = await fetch(`${baseUrl}/__sandbox/options`);
			expect(await options.json()).toMatchObject({ recordNumberBase: 0 });
			expect(await exportedRows(baseUrl)).toBe(3);
			child.kill(signal);
			expect(await once(child, 'exit')).toEqual([0, null]);
		},
	);

	test.each([
		['--nope'],
		['--port', 'abc'],
		['--port', '99999'],
		['--sftp-folder', '/srv'],
		['--set', 'listOrder'],
		['--set', 'listOrder=byName'],
		['--set', 'lunch=12'],
		['extra'],
	])('%s %s: the usage, and exit code 2', async (...args) => {
		const { child, output } = start(...args);
		expect(await once(child, 'exit')).toEqual([2, null]);
		expect(output()).toContain('Usage: tsx sandbox/cli.cts');
	});

	test('picks up what lies in the folder for SFTP, and stops while it waits for more', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'advocate-cli-'));
		const sftp = ['--sftp-folder', folder, '--sftp-prefixes', 'users_=MUTATION/USER'];
		const { child, output } = start('--json', ...sftp);
		if (child.stdout) await once(child.stdout, 'data');
		writeFileSync(join(folder, 'test_acme/users_1.csv'), 'accountId,id\nacme,ann\n');
		if (child.stderr) await once(child.stderr, 'data');
		expect(output()).toMatch(/Picked up users_1\.csv of test_acme: job [0-9a-f]{24}/);
		child.kill('SIGINT');
		expect(await once(child, 'exit')).toEqual([0, null]);
		rmSync(folder, { recursive: true });
	});

	test('--help: the usage, and exit code 0', async () => {
		const { child, output } = start('--help');
		expect(await once(child, 'exit')).toEqual([0, null]);
		expect(output()).toContain('--job-duration');
	});
});
