import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../harness/project.cts';
import type { NodeDescription } from '../../nodes/described/node-description.ts';
import { nodeClasses } from '../support/advocate-nodes.cts';

const PACKAGE = 'n8n-nodes-impact-advocate';
const described = nodeClasses.map((Node) => new Node().description as NodeDescription);
const ourTypes = described.map(({ name }) => `${PACKAGE}.${name}`);
const triggers = ourTypes.filter((type) => type.endsWith('Trigger'));

/** Everything a model reads of a node before it wires it. */
function told({ builderHint }: NodeDescription): string {
	return builderHint.extraTypeDefContent.map(({ content }) => content).join('\n');
}

describe.each(described)('what an AI builder is told of $name', (description) => {
	const { name, outputNames = [], builderHint } = description;

	it('names each output by its number, where the node is found and where it is defined', () => {
		for (const [index, output] of outputNames.entries()) {
			expect(told(description)).toContain(`output(${index}) ${output}`);
			expect(builderHint.searchHint).toContain(`${index} ${output}`);
		}
	});

	it('says that items on an unconnected output are lost', () => {
		if (outputNames.length > 1) expect(told(description)).toContain('dropped without an error');
	});

	it('has a pattern for a run by hand, each night, and with an agent', () => {
		const titles = [...told(description).matchAll(/<pattern title="([^"]+)">/g)].join();
		expect(titles).toMatch(/by hand/i);
		expect(titles).toMatch(/night/i);
		expect(titles).toMatch(/agent/i);
	});

	it('leads to both triggers and to the other nodes, all of which there are', () => {
		const related = builderHint.relatedNodes.map(({ nodeType }) => nodeType);
		const others = ourTypes.filter((type) => type !== `${PACKAGE}.${name}`);
		expect(related).toEqual(
			expect.arrayContaining(triggers.filter((type) => others.includes(type))),
		);
		expect(others).toEqual(expect.arrayContaining(related));
	});

	it('has no expression of saved workflows, which its readers must not write', () => {
		expect(JSON.stringify(builderHint)).not.toContain('={{');
	});
});

it('none is on a parameter that n8n sorts definitions by: it would not load the node', () => {
	const sorting = described
		.flatMap(({ properties }) => properties)
		.filter(({ name }) => ['operation', 'resource', 'mode'].includes(name));
	expect(JSON.stringify(sorting)).not.toContain('builderHint');
});

it.each(described)('the node panel finds $name by what people call it', ({ name }) => {
	const folder = name.replace(/^a/, 'A');
	const file = join(root, `nodes/${folder}/${folder}.node.json`);
	const { alias } = JSON.parse(readFileSync(file, 'utf8')) as { alias: string[] };
	expect(alias).toEqual(expect.arrayContaining(['referral', 'bulk']));
	expect(new Set(alias).size).toBe(alias.length);
});
