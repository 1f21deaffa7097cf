import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installedN8n, N8N_VERSION, n8nMissing } from '../../../harness/n8n/installed-n8n.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';

const folders: TemporaryFolder[] = [];
const usual = process.env.N8N_CACHE;

afterEach(() => {
	for (const folder of folders.splice(0)) folder.remove();
	if (usual === undefined) delete process.env.N8N_CACHE;
	else process.env.N8N_CACHE = usual;
});

/** Has N8N_CACHE name a folder with these files in n8n's own; gives the folder. */
function cacheWith(files: Record<string, string>): string {
	const folder = new TemporaryFolder('advocate-cache');
	folders.push(folder);
	for (const [name, content] of Object.entries(files)) {
		const path = join(folder.path, 'app/node_modules', name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, content);
	}
	process.env.N8N_CACHE = folder.path;
	return folder.path;
}

/** All that tells that an installation is whole. */
const whole = (version: string) => ({
	'n8n/package.json': JSON.stringify({ name: 'n8n', version }),
	'n8n/bin/n8n': '',
	'sqlite3/build/Release/node_sqlite3.node': '',
});

describe('n8n in the folder that N8N_CACHE names', () => {
	test('is taken when it is the version that is asked for', async () => {
		const cache = cacheWith(whole(N8N_VERSION));

		expect(n8nMissing()).toBeUndefined();
		expect(await installedN8n()).toMatchObject({ version: N8N_VERSION, cache });
	});

	test('is not taken for another version than it is, and what to do is said', async () => {
		const cache = cacheWith(whole('1.2.3'));
		const said =
			`${cache} has n8n 1.2.3, not ${N8N_VERSION}. Set N8N_VERSION=1.2.3 to use that, ` +
			`or N8N_CACHE to another folder for ${N8N_VERSION}.`;

		expect(n8nMissing()).toBe(said);
		await expect(installedN8n()).rejects.toThrow(said);
	});

	test('is missing when its installation was broken off', () => {
		const cache = cacheWith({ 'n8n/package.json': JSON.stringify({ version: N8N_VERSION }) });

		expect(n8nMissing()).toBe(`n8n ${N8N_VERSION} is not installed in ${cache}.`);
	});
});
