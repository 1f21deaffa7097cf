import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { OUR_NODES, type WorkflowFile } from '../../../harness/n8n/workflow-files.cts';
import { root } from '../../../harness/project.cts';
import type { CheckList } from '../check-list.cts';

/** A node as n8n tells its editor of it; icons are then addresses. */
export type NodeType = INodeTypeDescription & {
	iconUrl?: string | { light: string; dark: string };
};

/** The nodes of this package that n8n has loaded. */
export async function ourNodeTypes({ rest }: N8nWithSandbox): Promise<NodeType[]> {
	const all = await rest.file<NodeType[]>('/types/nodes.json');
	return all.filter(({ name }) => name.startsWith(OUR_NODES));
}

/** Whether n8n has all of the package. */
export async function checkPackage(list: CheckList, running: N8nWithSandbox): Promise<void> {
	await list.check('n8n loads every node of the package', async () => {
		const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
			n8n: { nodes: string[] };
		};
		const listed = n8n.nodes.map((file) => basename(file, '.node.js').toLowerCase());
		const found = (await ourNodeTypes(running)).map(({ name }) => name.slice(OUR_NODES.length));
		const nodes = found.map((name) => name.toLowerCase()).filter((name) => !name.endsWith('tool'));
		assert.deepEqual([...new Set(nodes)].sort(), listed.sort());
	});

	await list.check('n8n serves the icons of every node, light and dark', async () => {
		for (const { name, iconUrl } of await ourNodeTypes(running)) {
			assert.ok(typeof iconUrl === 'object', `${name} has icons for light and dark`);
			for (const icon of Object.values(iconUrl)) {
				const response = await fetch(`${running.n8n.url}/${icon}`);
				assert.equal(response.status, 200, `${icon} was answered ${response.status}`);
				assert.match(await response.text(), /<svg/, `${icon} is no SVG`);
			}
		}
	});
}

/** A trigger of this package, as it comes, and nothing after it. */
export function triggerAlone({ name: type, displayName: name }: NodeType): WorkflowFile {
	// The editor gives each node both; the second makes the address that Advocate calls.
	const node = { id: randomUUID(), webhookId: randomUUID(), name, type };
	return {
		name: `${name} by itself`,
		nodes: [{ ...node, typeVersion: 1, position: [0, 0], parameters: {} }],
		connections: {},
	};
}
