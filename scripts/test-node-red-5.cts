/**
 * `npm run test:node-red-5`: the tests with a whole Node-RED, and those of its editor, in Node-RED 5 on
 * Node.js 24. Both are installed into a cache folder, once: a minute and 300 MB.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { NODE_PACKAGE } from '../harness/packages/npm.cts';
import { root } from '../harness/project.cts';

const VERSION = '5.0.7';

const folder = join(homedir(), `.cache/node-red-${VERSION}`);
const env = {
	...process.env,
	NODE_RED_NODE: join(folder, 'node_modules', NODE_PACKAGE, 'bin/node'),
	NODE_RED: join(folder, 'node_modules/node-red/red.js'),
};

if (!existsSync(env.NODE_RED)) {
	console.error(`Installing Node-RED ${VERSION} and Node.js 24 into ${folder} …`);
	mkdirSync(folder, { recursive: true });
	const options = ['--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
	const packages = [`${NODE_PACKAGE}@24`, `node-red@${VERSION}`];
	execFileSync('npm', ['install', ...options, ...packages], { stdio: 'inherit' });
}
execFileSync('npx', ['jest', 'test/node-red/real-.*'], {
	cwd: root,
	env,
	stdio: 'inherit',
});
execFileSync('npm', ['run', '--silent', 'test:browser:node-red', '--', '--if-installed'], {
	cwd: root,
	env,
	stdio: 'inherit',
});
