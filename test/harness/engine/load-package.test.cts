import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadPackage } from '../../../harness/engine/load-package.cts';
import { createNodeTypes } from '../../../harness/engine/node-types.cts';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import { standIns } from '../../../harness/engine/stand-ins.cts';
import { inARow, ofN8n } from './tiny-workflow.cts';

const GREET_NODE = `
exports.Greet = class {
	description = {
		displayName: 'Greet', name: 'greet', version: 1, group: [], description: '',
		defaults: { name: 'Greet' }, inputs: ['main'], outputs: ['main'], properties: [],
		credentials: [{ name: 'greetApi' }],
	};
	async execute() {
		const { name } = await this.getCredentials('greetApi');
		return [[{ json: { hello: name } }]];
	}
};`;

const GREET_CREDENTIAL = `
exports.GreetApi = class {
	name = 'greetApi';
	displayName = 'Greet';
	properties = [{ displayName: 'Name', name: 'name', type: 'string', default: 'world' }];
};`;

const folder = mkdtempSync(join(tmpdir(), 'engine-package-'));
const node = 'dist/Greet.node.js';
const credential = 'dist/GreetApi.credentials.js';
beforeAll(() => {
	mkdirSync(join(folder, 'dist'));
	writeFileSync(join(folder, node), GREET_NODE);
	writeFileSync(join(folder, credential), GREET_CREDENTIAL);
	const n8n = { nodes: [node], credentials: [credential] };
	const packageJson = { name: 'n8n-nodes-greet', version: '1.2.3', n8n };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(packageJson));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a built package is loaded as n8n loads it, and runs', async () => {
	const { nodes, credentialTypes } = await loadPackage(folder);
	expect(Object.keys(nodes)).toEqual(['n8n-nodes-greet.greet']);

	const run = await runWorkflow({
		workflow: inARow(ofN8n('Start', 'manualTrigger'), {
			name: 'Greet',
			type: 'n8n-nodes-greet.greet',
		}),
		nodeTypes: createNodeTypes(nodes, standIns),
		credentialTypes,
		credentials: { greetApi: {} },
	});
	expect(run.json('Greet')).toEqual([{ hello: 'world' }]);
});
