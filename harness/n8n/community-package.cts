import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.cts';
import { npm } from '../packages/npm.cts';

/**
 * Builds and packs this package, and installs the tarball where n8n keeps community packages, with the
 * command that n8n itself runs.
 *
 * @param userFolder n8n's N8N_USER_FOLDER
 */
export async function installPackage(userFolder: string): Promise<void> {
	await npm(['run', 'build', '--silent'], { cwd: root });
	const packed = await npm(['pack', '--silent', '--pack-destination', userFolder], { cwd: root });
	const tarball = packed.split('\n').find((line) => line.endsWith('.tgz')) ?? '';
	const nodes = join(userFolder, '.n8n/nodes');
	mkdirSync(nodes, { recursive: true });
	writeFileSync(join(nodes, 'package.json'), '{"name":"installed-nodes","private":true}');
	const flags = ['--ignore-scripts', '--omit=peer', '--legacy-peer-deps'];
	await npm(['install', join(userFolder, tarball), ...flags], { cwd: nodes });
	console.error(`Installed ${tarball} as a community package`);
}
