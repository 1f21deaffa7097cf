import { execFileSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	renameSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../project.cts';

const cache = process.env.BENCH_CACHE ?? join(homedir(), '.cache/impact-advocate-bench');

/**
 * A folder with the package as an earlier commit builds it, to compare with. It is built once and kept in the cache
 * of the benches.
 *
 * @throws if git does not have the commit, as in a shallow clone
 */
export function earlierPackage(commit: string): string {
	const kept = join(cache, `package-${commit}`);
	if (!existsSync(kept)) build(commit, kept);
	const modules = join(kept, 'node_modules');
	rmSync(modules, { force: true });
	symlinkSync(join(root, 'node_modules'), modules, 'junction');
	return kept;
}

function build(commit: string, kept: string): void {
	const folder = mkdtempSync(join(tmpdir(), 'advocate-earlier-'));
	try {
		const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 1 << 30 });
		execFileSync('tar', ['-x', '-C', folder], { input: archive });
		symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
		execFileSync('npm', ['run', 'build', '--silent'], { cwd: folder, stdio: ['ignore', 2, 2] });
		const made = `${kept}-${process.pid}`;
		mkdirSync(made, { recursive: true });
		for (const part of ['package.json', 'dist']) {
			cpSync(join(folder, part), join(made, part), { recursive: true });
		}
		renameSync(made, kept);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
