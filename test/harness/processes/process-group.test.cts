import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessGroup } from '../../../harness/processes/process-group.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';

const folder = new TemporaryFolder('advocate-group');

/** Ends only what hangs: nothing here takes so long, however busy the machine is. */
const PATIENCE_MS = 100_000;

afterAll(() => folder.remove());

/** A shell script, with the log it prints to. */
function started(name: string, script: string): ProcessGroup {
	return new ProcessGroup('sh', ['-c', script], { log: logOf(name) });
}

function logOf(name: string): string {
	return join(folder.path, `${name}.log`);
}

describe('A program that is to be ready', () => {
	test('runs on once it is', async () => {
		const group = started('ready', 'sleep 600');
		const answers = [false, true];

		await group.ready('The server', PATIENCE_MS, () => Promise.resolve(answers.shift() ?? true));

		expect(answers).toEqual([]);
		expect(group.hasEnded).toBe(false);
		await group.end('SIGTERM');
		expect(group.hasEnded).toBe(true);
	});

	test('and ends at once is not waited for any longer, and what it printed is told', async () => {
		const group = started('broken', 'echo "port in use"; exit 3');

		const ready = group.ready('The server', PATIENCE_MS, () => Promise.resolve(false));

		await expect(ready).rejects.toThrow('The server ended while it was starting\nport in use');
	});

	test('and never is, is killed, and what it printed is told', async () => {
		const group = started('hung', 'trap "" TERM; echo "still migrating"; sleep 600');

		const ready = group.ready('The server', 0, async () => {
			while (readFileSync(logOf('hung'), 'utf8') === '') await sleep(10);
			return false;
		});

		await expect(ready).rejects.toThrow(
			'Waited 0 s in vain for The server to be ready\nstill migrating',
		);
		expect(group.hasEnded).toBe(true);
	});

	test('and can not be started at all is told so', async () => {
		const log = join(folder.path, 'missing.log');
		const group = new ProcessGroup('/no/such/program', [], { log });

		const ready = group.ready('The server', PATIENCE_MS, () => Promise.resolve(false));

		await expect(ready).rejects.toThrow('The server ended while it was starting');
	});
});
