import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../harness/project.cts';

/*
 * The package as it would be published, made of what `npm run build` left in dist. That a tarball holds these
 * files and no others is tested in test/package/tarball.test.cts.
 */
const code = [
	'index.js',
	...readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.js'))
		.map((path) => join('dist', path)),
];

interface Manifest {
	dependencies?: object;
	optionalDependencies?: object;
	bundleDependencies?: unknown;
	scripts?: Record<string, string>;
}

function read(file: string): string {
	return readFileSync(join(root, file), 'utf8');
}

const manifest = JSON.parse(read('package.json')) as Manifest;

describe("S20: nobody else's code comes with the package", () => {
	it('as it has no dependencies', () => {
		const { dependencies, optionalDependencies, bundleDependencies } = manifest;
		expect([dependencies, optionalDependencies, bundleDependencies]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it('so that what an audit of it looks at is nothing', () => {
		const lock = JSON.parse(read('package-lock.json')) as {
			packages: Record<string, { dev?: boolean; peer?: boolean; devOptional?: boolean }>;
		};
		const audited = Object.entries(lock.packages).filter(
			([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true,
		);
		expect(audited.map(([path]) => path)).toEqual([]);
	});

	it('and runs no script when it is installed', () => {
		const atInstall = ['preinstall', 'install', 'postinstall', 'prepare'];
		expect(Object.keys(manifest.scripts ?? {}).filter((name) => atInstall.includes(name))).toEqual(
			[],
		);
	});

	it('and imports nothing but its own files and what n8n allows on its Cloud', () => {
		const imported = code
			.flatMap((file) => [...read(file).matchAll(/(?:require|import)\(["']([^"']+)["']\)/g)])
			.map(([, name = '']) => name)
			.filter((name) => !name.startsWith('.'));
		expect([...new Set(imported)].sort()).toEqual(['crypto', 'luxon', 'n8n-workflow']);
	});

	it('nor evaluates text as code', () => {
		expect(code.filter((file) => /\beval\(|new Function\(/.test(read(file)))).toEqual([]);
	});
});
