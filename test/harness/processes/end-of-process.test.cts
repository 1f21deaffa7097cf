import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { until } from '../../../harness/processes/until.cts';
import type { Printed } from './parent.cts';

/** A folder in which the process under test makes its temporary ones. */
const temporary = mkdtempSync(join(tmpdir(), 'advocate-end-'));

/** Ends only what hangs: nothing here takes so long, however busy the machine is. */
const PATIENCE_MS = 100_000;

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

type Child = ChildProcessByStdio<null, Readable, Readable>;

interface Parent extends Printed {
	child: Child;
	/** All it has printed, stdout and stderr. */
	output: () => string;
}

async function startParent(name: string, ...flags: string[]): Promise<Parent> {
	const folder = join(temporary, name);
	mkdirSync(folder);
	const script = join(__dirname, 'parent.cts');
	const child = spawn(process.execPath, ['--require', 'tsx/cjs', script, folder, ...flags], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	}
	const line = await until('it to have started', PATIENCE_MS, () => /^\{.*\}$/m.exec(output)?.[0]);
	return { ...(JSON.parse(line) as Printed), child, output: () => output };
}

/** Whether any process of a group is left. */
function isRunning(group: number): boolean {
	try {
		process.kill(-group, 0);
		return true;
	} catch {
		return false;
	}
}

async function exitCode(child: Child): Promise<unknown> {
	const [code] = (await once(child, 'close')) as unknown[];
	return code;
}

test.concurrent.each([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)(
	'a process ended by %s takes along what it started, and its folders',
	async (signal, code) => {
		const { child, group, folder, output } = await startParent(signal);
		expect(isRunning(group)).toBe(true);
		expect(existsSync(folder)).toBe(true);
		expect(readdirSync(join(folder, '..'))).toHaveLength(2);

		child.kill(signal);

		expect(await exitCode(child)).toBe(code);
		await until('its programs to be gone', PATIENCE_MS, () => !isRunning(group) || undefined);
		// The sandbox's folder was there too.
		expect(readdirSync(join(folder, '..'))).toEqual([]);
		expect(output()).toContain('This one fails');
	},
);

test.concurrent(
	'one that waits to be asked goes on the first time, to end in order, and ends the second',
	async () => {
		const { child, group, output } = await startParent('asked', '--asked');

		child.kill('SIGINT');
		await until(
			'it to have been asked',
			PATIENCE_MS,
			() => output().includes('asked to end') || undefined,
		);
		expect(isRunning(group)).toBe(true);
		child.kill('SIGINT');

		expect(await exitCode(child)).toBe(130);
		await until('its programs to be gone', PATIENCE_MS, () => !isRunning(group) || undefined);
	},
);
