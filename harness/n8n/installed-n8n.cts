import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensurePrograms } from '../packages/debian-packages.cts';
import { installedVersion, NODE_PACKAGE, npm } from '../packages/npm.cts';

/** The version that everything is tried with, unless N8N_VERSION names another. */
export const N8N_VERSION = process.env.N8N_VERSION ?? '2.40.7';

/** Older versions of n8n fetch this from its maker's own server; npm's registry has a copy. */
const OVERRIDES = { xlsx: '0.18.5' };

/** n8n with a Node.js of its own, in a folder outside of the checkout. */
export interface InstalledN8n {
	version: string;
	/** The folder it is in; whatever else n8n needs goes there too. */
	cache: string;
	/** Its Node.js. */
	node: string;
	/** Its command line, a script for `node`. */
	bin: string;
	/** An environment in which this `node` is found first. */
	env: { PATH: string };
}

/** $N8N_CACHE, by default ~/.cache/n8n-VERSION. */
function cacheFolder(): string {
	return process.env.N8N_CACHE ?? join(homedir(), `.cache/n8n-${N8N_VERSION}`);
}

function installation(cache: string): InstalledN8n {
	const nodePackage = join(cache, 'node24/node_modules', NODE_PACKAGE);
	return {
		version: N8N_VERSION,
		cache,
		node: join(nodePackage, 'bin/node'),
		bin: join(cache, 'app/node_modules/n8n/bin/n8n'),
		env: { PATH: `${join(nodePackage, 'bin')}${delimiter}${process.env.PATH ?? ''}` },
	};
}

/** sqlite3 is compiled at the very end of an installation, so one that has it is complete. */
function isComplete({ cache, bin }: InstalledN8n): boolean {
	const sqlite = join(cache, 'app/node_modules/sqlite3/build/Release/node_sqlite3.node');
	return existsSync(bin) && existsSync(sqlite);
}

/** Which other version is in the cache, and what to do about it; undefined if there is none. */
function otherVersion({ cache, version }: InstalledN8n): string | undefined {
	const found = installedVersion(join(cache, 'app'), 'n8n');
	if (found === undefined || found === version) return undefined;
	return (
		`${cache} has n8n ${found}, not ${version}. ` +
		`Set N8N_VERSION=${found} to use that, or N8N_CACHE to another folder for ${version}.`
	);
}

/** Why n8n would have to be installed first, as a sentence; undefined if it is in the cache. */
export function n8nMissing(): string | undefined {
	const n8n = installation(cacheFolder());
	if (!isComplete(n8n)) return `n8n ${n8n.version} is not installed in ${n8n.cache}.`;
	return otherVersion(n8n);
}

/**
 * n8n from the cache. If it is not there yet, it is installed, which takes about 6 minutes and 3 GB.
 *
 * @throws Error with what npm printed if this version can't be installed, or with what to do if the cache
 * has another version
 */
export async function installedN8n(): Promise<InstalledN8n> {
	const n8n = installation(cacheFolder());
	const other = otherVersion(n8n);
	if (other !== undefined) throw new Error(other);
	if (isComplete(n8n)) return n8n;
	console.error(`Installing n8n ${n8n.version} with Node 24 into ${n8n.cache} …`);
	await ensurePrograms({ python3: 'python3', make: 'make', 'g++': 'g++' }, 'to compile sqlite3');
	const node24 = join(n8n.cache, 'node24');
	const app = join(n8n.cache, 'app');
	for (const folder of [node24, app]) mkdirSync(folder, { recursive: true });
	await npm(['install', '--prefix', node24, `${NODE_PACKAGE}@24`, '--ignore-scripts']);
	const { env } = n8n;
	writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, overrides: OVERRIDES }));
	await npm(['install', '--prefix', app, `n8n@${n8n.version}`, '--ignore-scripts'], { env });
	// Node's package contains the headers, which node-gyp would otherwise fetch from nodejs.org.
	const headers = join(node24, 'node_modules', NODE_PACKAGE);
	// Run from an npm script, this npm inherits the project's `ignore-scripts`.
	await npm(['rebuild', '--prefix', app, 'sqlite3', '--ignore-scripts=false'], {
		env: { ...env, npm_config_nodedir: headers },
	});
	const wrong = otherVersion(n8n);
	if (wrong !== undefined) throw new Error(wrong);
	if (!isComplete(n8n))
		throw new Error(`n8n ${n8n.version} was installed without sqlite3 compiled`);
	return n8n;
}
