import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type CommandOptions } from '../processes/command.cts';

/** Runs npm without its audits and notices. */
export async function npm(args: string[], options: CommandOptions = {}): Promise<string> {
	return await run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], options);
}

/** The version of a package that npm has installed into a folder; undefined when it is not there. */
export function installedVersion(folder: string, name: string): string | undefined {
	try {
		const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
		return (JSON.parse(manifest) as { version?: string }).version;
	} catch {
		return undefined;
	}
}

/**
 * npm's package with the Node.js binary for this machine. The package `node` fetches it by an install script,
 * and scripts are not run here.
 */
export const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;
