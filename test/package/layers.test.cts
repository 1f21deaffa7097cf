import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { preProcessFile } from 'typescript';
import { root } from '../../harness/project.cts';

/*
 * Arrows go one way: both packages build on advocate/, and neither on the other. What a host calls things,
 * it hands in. The sandbox shares no code with advocate/, so that a mistake in one can't hide in both.
 */

const LAYERS: Record<string, { folders: string[]; packages: RegExp }> = {
	advocate: { folders: ['advocate'], packages: /^(crypto|stream)$/ },
	nodes: { folders: ['nodes', 'advocate'], packages: /^(n8n-workflow|luxon|crypto|stream|http)$/ },
	credentials: { folders: ['credentials', 'nodes', 'advocate'], packages: /^n8n-workflow$/ },
	// Of Node-RED itself only types.
	'node-red': {
		folders: ['node-red', 'advocate'],
		packages: /^(node:.+|@node-red\/registry|undici|form-data)$/,
	},
	sandbox: { folders: ['sandbox'], packages: /./ },
	harness: {
		folders: ['harness', 'sandbox', 'node-red', 'nodes', 'credentials', 'advocate'],
		packages: /./,
	},
};

/**
 * The chapters of advocate/, the lowest first: each may import from those before it, and from itself. The
 * first are the files at the top, which every chapter uses. Chapters on one line know nothing of each other.
 */
const CHAPTERS = [
	['.'],
	['files', 'security'],
	['text'],
	['api'],
	['fields'],
	['file-check'],
	['rows/check'],
	['rows/match'],
	['rows/read', 'rows/trace'],
	['rows/write'],
	['jobs'],
	['imports', 'exports', 'webhooks'],
];

/** What a file names in any kind of import; `import('stream')` and `import('http')` name only a type. */
function importsOf(path: string): string[] {
	const { importedFiles } = preProcessFile(readFileSync(join(root, path), 'utf8'), true, true);
	return importedFiles.map(({ fileName }) => fileName);
}

function filesOf(layer: string): string[] {
	return readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
		.filter((path) => /\.c?ts$/.test(path) && !path.startsWith('dist'))
		.map((path) => join(layer, path));
}

/** The file of the project that an import leads to; imports in `.ts` leave the extension out. */
function targetOf(path: string, module: string): string {
	const target = normalize(join(dirname(path), module));
	return /\.c?ts$/.test(target) ? target : `${target}.ts`;
}

it.each(Object.entries(LAYERS))('%s/ imports only what it may', (layer, { folders, packages }) => {
	const files = filesOf(layer);
	const foreign = files.flatMap((path) =>
		importsOf(path)
			.filter((module) => {
				if (!module.startsWith('.')) return !packages.test(module);
				return !folders.some((folder) => targetOf(path, module).startsWith(`${folder}/`));
			})
			.map((module) => `${path}: ${module}`),
	);
	expect(files.length).toBeGreaterThan(0);
	expect(foreign).toEqual([]);
});

describe('The chapters of advocate/', () => {
	const chapterOf = (path: string) => dirname(path).split(sep).slice(1).join('/') || '.';
	const heightOf = (path: string) =>
		CHAPTERS.findIndex((chapters) => chapters.includes(chapterOf(path)));

	test('are all known', () => {
		expect(filesOf('advocate').filter((path) => heightOf(path) === -1)).toEqual([]);
	});

	test('import downwards only', () => {
		const upward = filesOf('advocate').flatMap((path) =>
			importsOf(path)
				.filter((module) => module.startsWith('.'))
				.map((module) => targetOf(path, module))
				.filter((target) => chapterOf(target) !== chapterOf(path))
				.filter((target) => heightOf(target) >= heightOf(path))
				.map((target) => `${path} -> ${target}`),
		);
		expect(upward).toEqual([]);
	});
});

test.each(Object.keys(LAYERS))('in %s/ no files import each other in a circle', (layer) => {
	const imports = new Map(
		filesOf(layer).map((path) => [
			path,
			importsOf(path)
				.filter((module) => module.startsWith('.'))
				.map((module) => targetOf(path, module)),
		]),
	);
	expect(circlesIn(imports)).toEqual([]);
});

/** Each circle once, as a path that ends where it began. */
function circlesIn(imports: ReadonlyMap<string, string[]>): string[] {
	const circles: string[] = [];
	const done = new Set<string>();
	const walk = (path: string, trail: string[]): void => {
		const start = trail.indexOf(path);
		if (start !== -1) circles.push([...trail.slice(start), path].join(' -> '));
		if (start !== -1 || done.has(path)) return;
		for (const target of imports.get(path) ?? []) walk(target, [...trail, path]);
		done.add(path);
	};
	for (const path of imports.keys()) walk(path, []);
	return circles;
}

it.each(filesOf('advocate'))('%s says nothing to people in the words of one host', (path) => {
	const code = readFileSync(join(root, path), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
	const texts = code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? [];
	const hosts =
		/n8n|node-?red|credential|workflow|\bflows?\b|advocate (upload|create|validate|job|wait)|(Split Out|Compression|Extract)\b.*node|Input Items/i;
	expect(texts.filter((text) => hosts.test(text))).toEqual([]);
});
