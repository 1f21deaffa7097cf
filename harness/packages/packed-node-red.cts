import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.cts';

/**
 * Builds the Node-RED package and packs it, as publishing it would.
 *
 * @param folder where the tarball goes
 * @returns its path
 */
export function packNodeRed(folder: string): string {
	mkdirSync(folder, { recursive: true });
	execFileSync(process.execPath, ['--require', 'tsx/cjs', 'scripts/build-node-red.cts'], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: join(root, 'node-red'),
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ filename } = { filename: '' }] = JSON.parse(packed.toString()) as Array<{
		filename: string;
	}>;
	return join(folder, filename);
}
