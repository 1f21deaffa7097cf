import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/* What an error calls a setting is what the editor calls it. */

const folder = resolve(__dirname, '../../node-red');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('.cts') && !path.startsWith('dist'))
	.map((path) => readFileSync(join(folder, path), 'utf8'))
	.join('\n');
const locales = readdirSync(join(folder, 'nodes/locales/en-US')).filter((file) =>
	file.endsWith('.json'),
);
const labels = locales.flatMap((file) => {
	const path = join(folder, 'nodes/locales/en-US', file);
	const texts = JSON.parse(readFileSync(path, 'utf8')) as { labels: Record<string, string> };
	return Object.values(texts.labels);
});

const PATTERNS = {
	'a setting that is not allowed': /settingNotAllowed\(\s*'([^']+)'/g,
	'a value that cannot be evaluated':
		/(?:values\.(?:value|text|list)|text|list|choices)\((?:[^()]|\([^()]*\))*?, '([A-Z][^']+)'\s*,?\s*\)/g,
	'limits of requests': /(?:attempts|timeout|retryTimeLimit): '([^']+)'/g,
	'what a choice is about': /label: '([^']+)'/g,
	'what an error advises to change': /(?:set|turn (?:on|off)|fill in|raise) "([^"]+)"/gi,
};

it.each(Object.entries(PATTERNS))('%s is called by its label', (_what, pattern) => {
	const named = [...sources.matchAll(pattern)].map(([, label = '']) => label);
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter((label) => !labels.includes(label))).toEqual([]);
});
