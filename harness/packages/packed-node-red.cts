import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NODE } from '../node-red/node-red-process.cts';
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

/** Installs a tarball into a user folder of Node-RED, as its palette manager does. */
export function installInto(userDir: string, tarball: string, node = NODE): void {
	mkdirSync(userDir, { recursive: true });
	const arguments_ = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
	execFileSync('npm', [...arguments_, tarball], {
		cwd: userDir,
		stdio: ['ignore', 'ignore', 'inherit'],
		// npm chooses versions that fit the Node.js it runs on.
		env: { ...process.env, PATH: `${resolve(node, '..')}:${process.env.PATH}` },
	});
}
