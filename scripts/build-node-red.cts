/**
 * `npm run build:node-red`: compiles the Node-RED package into node-red/dist, `advocate/` with it, and puts
 * editor files, locales and icons beside the nodes, where Node-RED looks for them.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../harness/project.cts';

const dist = join(root, 'node-red/dist');

function build(): void {
	rmSync(dist, { recursive: true, force: true });
	const tsc = require.resolve('typescript/bin/tsc');
	execFileSync(process.execPath, [tsc, '-p', 'node-red/tsconfig.json'], {
		cwd: root,
		stdio: 'inherit',
	});
	for (const file of filesIn(dist).filter((path) => path.endsWith('.cjs'))) renamedToJs(file);
	cpSync(join(root, 'node-red/nodes'), join(dist, 'node-red/nodes'), {
		recursive: true,
		filter: (path) => !path.endsWith('.cts'),
	});
	const nodes = join(dist, 'node-red/nodes');
	for (const file of filesIn(nodes).filter((path) => path.endsWith('.html'))) helpFilledIn(file);
	cpSync(join(root, 'LICENSE'), join(root, 'node-red/LICENSE'));
}

/** Node-RED wants nodes in `.js`; without a `"type"` in the package that is CommonJS too. */
function renamedToJs(path: string): void {
	const code = readFileSync(path, 'utf8');
	writeFileSync(path, code.replaceAll(/(require\("\.[^"]+)\.cjs"\)/g, '$1.js")'));
	renameSync(path, path.replace(/\.cjs$/, '.js'));
}

/** Puts the help that several nodes share in place of `<!-- help: name -->`: Node-RED knows no includes. */
function helpFilledIn(path: string): void {
	const language = basename(dirname(path));
	const html = readFileSync(path, 'utf8').replaceAll(
		/<!-- help: ([\w-]+) -->/g,
		(_, name: string) =>
			readFileSync(join(root, 'node-red/help', language, `${name}.html`), 'utf8').trimEnd(),
	);
	writeFileSync(path, html);
}

function filesIn(folder: string): string[] {
	const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
	return entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name));
}

build();
