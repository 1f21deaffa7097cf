import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { leftFoldersRemoved, ScratchFolder } from '../../node-red/upload/scratch-folder.cts';

/** The folder of a process that this machine has, or had. */
function folderOf(host: string, processId: number): string {
	return mkdtempSync(join(tmpdir(), `node-red-advocate-${host}-${processId}-`));
}

it("removes at the start what a crash has left of customers' rows, and only that", async () => {
	const ended = Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
	const left = [folderOf(hostname(), ended), folderOf(hostname(), process.pid)];
	const others = [folderOf(hostname(), process.ppid), folderOf('elsewhere', ended)];
	try {
		await leftFoldersRemoved();

		expect(left.filter(existsSync)).toEqual([]);
		expect(others.filter(existsSync)).toEqual(others);
	} finally {
		for (const folder of others) rmSync(folder, { recursive: true });
	}
});

it('keeps what this process makes until it is removed', async () => {
	const folder = new ScratchFolder();
	const path = await folder.keep([Buffer.from('a,b')] as never, new AbortController().signal);
	await leftFoldersRemoved();

	expect(existsSync(path)).toBe(true);
	await folder.remove();
	const mine = `node-red-advocate-${hostname()}-${process.pid}-`;
	expect(readdirSync(tmpdir()).filter((name) => name.startsWith(mine))).toEqual([]);
});
