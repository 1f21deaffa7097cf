import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../project.cts';

/** Builds the n8n package into `dist`. What it prints goes to stderr. */
export function buildPackage(): void {
	execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 2, 2] });
}

/**
 * Builds the package and hands the action a folder with a copy of what was built, so that what is measured
 * stays the same however often the checkout is built in the meantime. The copy is removed afterwards.
 */
export async function withBuiltPackage<T>(action: (folder: string) => Promise<T>): Promise<T> {
	buildPackage();
	const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-package-'));
	try {
		for (const part of ['package.json', 'dist']) {
			cpSync(join(root, part), join(folder, part), { recursive: true });
		}
		symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
		return await action(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
