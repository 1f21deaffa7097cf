import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../harness/project.cts';

/* docs/security.md promises that each of its rules is tested here, under its number. */

const text = (file: string) => readFileSync(join(root, file), 'utf8');
const document = text('docs/security.md');

const numbersIn = (source: string, pattern: RegExp) =>
	[...source.matchAll(pattern)].map(([, number]) => Number(number));

const rules = numbersIn(document, /^- \*\*S(\d+)\*\* /gm);
const tested = readdirSync(__dirname)
	.filter((file) => file.endsWith('.test.cts'))
	.flatMap((file) => numbersIn(text(`test/security/${file}`), /['"`]S(\d+): /g));

it('the rules are numbered from 1 without a gap', () => {
	expect(rules.length).toBeGreaterThan(15);
	expect(rules).toEqual(rules.map((_, index) => index + 1));
});

it('each rule has a test with its number', () => {
	expect(rules.filter((rule) => !tested.includes(rule))).toEqual([]);
});

it('each test with a number has its rule', () => {
	expect(tested.filter((number) => !rules.includes(number))).toEqual([]);
});

it('each rule says what it answers', () => {
	const entries = document
		.split(/\n(?=- \*\*S\d+\*\* |#|\n[^\s-])/)
		.filter((part) => /^- \*\*S/.test(part));
	expect(entries).toHaveLength(rules.length);
	expect(entries.filter((entry) => !/\*[^*]+\*\s*$/.test(entry))).toEqual([]);
});

it('holes are reported to the address of the maintainers', () => {
	const { author } = JSON.parse(text('package.json')) as { author: { email: string } };
	expect(document).toContain(`<${author.email}>`);
	expect(text('SECURITY.md')).toContain(`<${author.email}>`);
	expect(text('SECURITY.md')).toContain('(docs/security.md)');
});
