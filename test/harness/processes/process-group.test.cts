import { join } from 'node:path';
import { ProcessGroup } from '../../../harness/processes/process-group.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';

const folder = new TemporaryFolder('advocate-group');

afterAll(() => folder.remove());

/** A program of the shell's, with the log it prints to. */
function started(name: string, script: string): ProcessGroup {
	return new ProcessGroup('sh', ['-c', script], { log: join(folder.path, `${name}.log`) });
}

describe('A program that is to be ready', () => {
	test('runs on once it is', async () => {
		const group = started('ready', 'sleep 600');
		const answers = [false, true];

		await group.ready('The server', 5_000, () => Promise.resolve(answers.shift() ?? true));

		expect(answers).toEqual([]);
		expect(group.hasEnded).toBe(false);
		await group.end('SIGTERM');
		expect(group.hasEnded).toBe(true);
	});

	test('and ends at once is not waited for any longer, and what it printed is told', async () => {
		const group = started('broken', 'echo "port in use"; exit 3');
		const startedAt = Date.now();

		const ready = group.ready('The server', 20_000, () => Promise.resolve(false));

		await expect(ready).rejects.toThrow('The server ended while it was starting\nport in use');
		expect(Date.now() - startedAt).toBeLessThan(10_000);
	});

	test('and never is, is killed, and what it printed is told', async () => {
		const group = started('hung', 'trap "" TERM; echo "still migrating"; sleep 600');

		const ready = group.ready('The server', 500, () => Promise.resolve(false));

		await expect(ready).rejects.toThrow(
			'Waited 0.5 s in vain for The server to be ready\nstill migrating',
		);
		expect(group.hasEnded).toBe(true);
	});

	test('and can not be started at all is told so', async () => {
		const log = join(folder.path, 'missing.log');
		const group = new ProcessGroup('/no/such/program', [], { log });

		const ready = group.ready('The server', 20_000, () => Promise.resolve(false));

		await expect(ready).rejects.toThrow('The server ended while it was starting');
	});
});
