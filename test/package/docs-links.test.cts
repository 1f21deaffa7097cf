import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { root } from '../../harness/project.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { pageAt, pages } from './support/docs-pages.cts';
import { codeIn, slugOf } from './support/markdown.cts';

/* Nobody follows all links by hand. */

interface Manifest {
	repository: { url: string };
	scripts?: Record<string, string>;
	n8n: { nodes: string[] };
}

function manifestIn(folder: string): Manifest {
	return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

const manifest = manifestIn('');
const repository = manifest.repository.url.replace(/^git\+|\.git$/g, '');
const [owner, name] = repository.split('/').slice(-2);

/** Where a link leads within this project, with its anchor; undefined for one to somebody else. */
function placeOf(link: string, from: string): { path: string; anchor: string } | undefined {
	const [address = '', anchor = ''] = link.split('#');
	if (address === repository) return { path: 'README.md', anchor };
	const own = [`${repository}/blob/main/`, `${repository}/tree/main/`];
	const raw = `https://raw.githubusercontent.com/${owner}/${name}/main/`;
	const start = [...own, raw].find((each) => address.startsWith(each));
	if (start !== undefined) return { path: normalize(address.slice(start.length)), anchor };
	if (/^[a-z]+:/.test(address)) return undefined;
	return { path: address === '' ? from : normalize(join(dirname(from), address)), anchor };
}

/** What is wrong with a link; undefined for a good one, and for one to somebody else. */
function faultOf(link: string, from: string): string | undefined {
	const place = placeOf(link, from);
	if (place === undefined) return undefined;
	const { path, anchor } = place;
	if (path.startsWith('..') || !existsSync(join(root, path))) return `${link}: there is no ${path}`;
	if (anchor === '' || !path.endsWith('.md')) return undefined;
	return pageAt(path).anchors().includes(anchor) ? undefined : `${link}: no heading of that name`;
}

function faultsOf(links: readonly string[], from: string): string[] {
	return links.map((link) => faultOf(link, from)).filter((fault) => fault !== undefined);
}

it.each([
	['How rows are converted and checked', 'how-rows-are-converted-and-checked'],
	['`crm-contacts.csv`', 'crm-contactscsv'],
	['S1. What "n8n" does: a, b & c', 's1-what-n8n-does-a-b--c'],
	['[Templates](docs/workflows.md)', 'templates'],
])('GitHub gives the heading %j the anchor #%s', (heading, anchor) => {
	expect(slugOf(heading)).toBe(anchor);
});

it('a link to nowhere is told', () => {
	expect(faultOf('docs/no-such-page.md', 'README.md')).toContain('there is no');
	expect(faultOf('README.md#no-such-heading', 'README.md')).toContain('no heading');
	expect(faultOf(`${repository}#no-such-heading`, 'README.md')).toContain('no heading');
	expect(faultOf('../outside.md', 'README.md')).toContain('there is no');
	expect(faultOf('https://docs.n8n.io', 'README.md')).toBeUndefined();
});

describe.each(pages)('%s', (path) => {
	const page = pageAt(path);

	it('links to files and headings that are there', () => {
		expect(faultsOf(page.links(), path)).toEqual([]);
	});

	it('names npm scripts that are there', () => {
		const folders = path.startsWith('node-red/') ? ['', 'node-red'] : [''];
		const scripts = folders.flatMap((folder) => Object.keys(manifestIn(folder).scripts ?? {}));
		const named = [...page.text.matchAll(/\bnpm (?:run (?:--?\w+ )*)?([\w:-]+)/g)]
			.filter(
				([command, script = '']) => command.includes(' run ') || /^(start|test)$/.test(script),
			)
			.map(([, script]) => script);
		expect(named.filter((script) => !scripts.includes(script ?? ''))).toEqual([]);
	});
});

it.each(['README.md', ...pages.filter((path) => /^(docs|examples)\//.test(path))])(
	'%s names files of this project that are there',
	(path) => {
		const folders = readdirSync(root, { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map((entry) => entry.name);
		const paths = codeIn(pageAt(path).text).filter((code) => {
			const [folder = '', ...rest] = code.split('/');
			return folders.includes(folder) && rest.length > 0 && !/[\s…{*]/.test(code);
		});
		expect(paths.filter((each) => !existsSync(join(root, each)))).toEqual([]);
	},
);

/** Folders whose files lead people to a page: help links, notes on the canvas, Node-RED's editor, issue forms. */
const LEADING = ['nodes', 'credentials', 'workflows', 'node-red/nodes', 'node-red/help', '.github'];

it('nodes, credential, templates and issue forms lead to pages that are there', () => {
	const files = LEADING.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.map((path) => join(folder, path))
			.filter((path) => /\.(json|ts|cts|html|yml)$/.test(path)),
	);
	const links = files.flatMap((path) =>
		readFileSync(join(root, path), 'utf8')
			.split(/["'`\s()<>]/)
			.filter((part) => part.startsWith(repository))
			.map((link) => ({ link, path })),
	);
	const faults = links.flatMap(({ link, path }) =>
		faultsOf([link], path).map((fault) => `${path}: ${fault}`),
	);
	expect(links.length).toBeGreaterThan(nodeClasses.length);
	expect(faults).toEqual([]);
});

it.each(nodeClasses.map((Node) => new Node().description))(
	"n8n's help of $displayName opens its page",
	({ name, displayName }) => {
		const node = manifest.n8n.nodes.find((path) =>
			path.toLowerCase().includes(`/${name.toLowerCase()}.`),
		);
		const codex = node?.replace(/^dist\//, '').replace(/js$/, 'json') ?? '';
		const { resources } = JSON.parse(readFileSync(join(root, codex), 'utf8')) as {
			resources: Record<'primaryDocumentation' | 'credentialDocumentation', Array<{ url: string }>>;
		};
		const page = `docs/nodes/${name}.md`;

		expect(resources.primaryDocumentation).toEqual([{ url: `${repository}/blob/main/${page}` }]);
		expect(resources.credentialDocumentation).toHaveLength(1);
		expect(pageAt(page).text).toMatch(new RegExp(`^# ${displayName}\n`));
		expect(pageAt('README.md').text).toContain(`[${displayName}](${page})`);
	},
);

it('every picture is on a page', () => {
	const shown = new Set(
		pages.flatMap((path) =>
			pageAt(path)
				.links()
				.map((link) => placeOf(link, path)?.path),
		),
	);
	const pictures = readdirSync(join(root, 'docs/images'), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.png'))
		.map((name) => join('docs/images', name));
	expect(pictures.filter((path) => !shown.has(path))).toEqual([]);
});

it('the README is read to its end: at most 12 kB', () => {
	expect(statSync(join(root, 'README.md')).size).toBeLessThanOrEqual(12 * 1024);
});

it("the README has the headings of n8n's template, and the two commands to begin with", () => {
	const readme = pageAt('README.md');
	expect(readme.anchors()).toEqual(
		expect.arrayContaining([
			'installation',
			'operations',
			'credentials',
			'compatibility',
			'usage',
			'resources',
		]),
	);
	expect(readme.text).toContain('\nnpm ci && npm start\n');
	expect(readme.text).toContain('\nnpm ci && npm test\n');
});
