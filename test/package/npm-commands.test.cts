import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../harness/project.cts';

/* CONTRIBUTING.md has every npm command, and what docs and CI tell to run is there. */

const text = (path: string) => readFileSync(join(root, path), 'utf8');

const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

const filesIn = (folder: string, ending: string) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith(ending))
		.map((path) => join(folder, path));

/** The commands that a text tells to run; `npm test` and `npm start` go without `run`. */
function commandsIn(path: string): string[] {
	const told = text(path).matchAll(/npm (?:run (?:--silent )?([\w:-]+)|(test|start)\b)/g);
	return [...told].map(([, command, lifecycle = '']) => command ?? lifecycle);
}

it('CONTRIBUTING.md has every command', () => {
	// What npm itself runs before a package is published.
	const { prepublishOnly, ...commands } = scripts;
	expect(prepublishOnly).toBeDefined();

	const told = commandsIn('CONTRIBUTING.md');
	expect(Object.keys(commands).filter((command) => !told.includes(command))).toEqual([]);
});

it.each([
	...['README.md', 'CONTRIBUTING.md', '.ci/run', 'sandbox/README.md', 'node-red/README.md'],
	...filesIn('docs', '.md'),
	...filesIn('test/acceptance', '.md'),
	...filesIn('.github', '.yml'),
	...filesIn('scripts', '.cts'),
])('%s tells to run no command that is not there', (path) => {
	expect(commandsIn(path).filter((command) => !(command in scripts))).toEqual([]);
});
