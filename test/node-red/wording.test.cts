import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inNodeRedWords } from '../../node-red/runtime/wording.cts';

const folder = resolve(__dirname, '../../advocate');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
	path.endsWith('.ts'),
);

it.each(sources)('what advocate/%s says to people reads as if written for Node-RED', (path) => {
	const code = readFileSync(join(folder, path), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
	const texts = code.match(/'[^'\n]*'|`[^`]*`/g) ?? [];
	const foreign = texts.map(inNodeRedWords).filter((text) => /n8n|credential|workflow/i.test(text));
	expect(foreign).toEqual([]);
});

it('names settings as they are called in the editor', () => {
	expect(inNodeRedWords('turn off "Prevent Duplicate Jobs" in the options.')).toBe(
		'turn off "prevent duplicate jobs".',
	);
});
