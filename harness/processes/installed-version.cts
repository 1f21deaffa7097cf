import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of a package that npm has installed into a folder; undefined if it is not there. */
export function installedVersion(folder: string, name: string): string | undefined {
	try {
		const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
		return (JSON.parse(manifest) as { version?: string }).version;
	} catch {
		return undefined;
	}
}
