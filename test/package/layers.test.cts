import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
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
		packages: /^(node:.+|undici|form-data|@node-red\/registry)$/,
	},
	sandbox: { folders: ['sandbox'], packages: /./ },
};

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

it.each(Object.entries(LAYERS))('%s/ imports only what it may', (layer, { folders, packages }) => {
	const files = filesOf(layer);
	const foreign = files.flatMap((path) =>
		importsOf(path)
			.filter((module) => {
				if (!module.startsWith('.')) return !packages.test(module);
				const target = normalize(join(dirname(path), module));
				return !folders.some((folder) => target.startsWith(`${folder}/`));
			})
			.map((module) => `${path}: ${module}`),
	);
	expect(files.length).toBeGreaterThan(0);
	expect(foreign).toEqual([]);
});

it.each(filesOf('advocate'))('%s says nothing to people in the words of one host', (path) => {
	const code = readFileSync(join(root, path), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
	const texts = code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? [];
	const hosts =
		/n8n|node-?red|credential|workflow|\bflows?\b|advocate (upload|create|validate|job|wait)|(Split Out|Compression|Extract)\b.*node|Input Items/i;
	expect(texts.filter((text) => hosts.test(text))).toEqual([]);
});
