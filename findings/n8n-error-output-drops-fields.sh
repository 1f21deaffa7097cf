#!/usr/bin/env bash
# n8n: what an item with an `error` loses, and whether it is taken for a failure at all, depends on how many
# other fields its JSON has.
#
# Versions   n8n-core 2.8.1, n8n-workflow 2.8.0 (Node.js 20)
# Guess      With "Continue (using error output)" the items that a node marks with `json.error` go to that output.
# Behaviour  Only items whose JSON is exactly {error} or exactly {error, message} do, with the fields of the input
#            item merged in. With one field more ({error, message, hint}) the item stays on the success output:
#            the run is green, and whatever follows takes the failure for a result.
# So         A node that wants to say more than a message leaves `error` out of the JSON or routes the item itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps n8n-core@2.8.1 n8n-workflow@2.8.0
cat > failing.cjs <<'JS'
process.env.N8N_USER_FOLDER = process.cwd();
process.env.N8N_ENCRYPTION_KEY = 'protects nothing';
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
const { SSHClientsManager } = require('n8n-core/dist/execution-engine/ssh-clients-manager');
require(require.resolve('@n8n/di', { paths: [require.resolve('n8n-core')] })).Container.get(SSHClientsManager).onShutdown();
const { ExecutionLifecycleHooks, WorkflowExecute } = require('n8n-core');
const { createRunExecutionData, Workflow } = require('n8n-workflow');

const description = { group: ['transform'], version: 1, description: '', defaults: {}, inputs: ['main'], outputs: ['main'], properties: [] };
const types = {
	source: { description: { ...description, name: 'source', displayName: 'Source' }, execute: async () => [[0, 1, 2].map((n) => ({ json: { row: n } }))] },
	fails: {
		description: { ...description, name: 'fails', displayName: 'Fails' },
		execute: async () => [[
			{ json: { error: 'no' }, pairedItem: { item: 0 } },
			{ json: { error: 'no', message: 'no' }, pairedItem: { item: 1 } },
			{ json: { error: 'no', message: 'no', hint: 'try again' }, pairedItem: { item: 2 } },
		]],
	},
};
const find = (name) => types[name];
const nodeTypes = { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
const node = (name, more) => ({ id: name, name, type: name, typeVersion: 1, position: [0, 0], parameters: {}, ...more });
const workflow = new Workflow({
	id: 'w', active: false, nodeTypes,
	nodes: [node('source'), node('fails', { onError: 'continueErrorOutput' })],
	connections: { source: { main: [[{ node: 'fails', type: 'main', index: 0 }]] } },
});
const data = createRunExecutionData({
	executionData: { nodeExecutionStack: [{ node: workflow.getNode('source'), data: { main: [[{ json: {} }]] }, source: null }] },
});
const hooks = new ExecutionLifecycleHooks('trigger', '1', {});
new WorkflowExecute({ hooks, currentNodeExecutionIndex: 0, variables: {}, credentialsHelper: {} }, 'trigger', data)
	.processRunExecutionData(workflow)
	.then((run) => {
		const [success, error] = run.data.resultData.runData.fails[0].data.main;
		console.log('success', JSON.stringify(success.map((item) => item.json)));
		console.log('error', JSON.stringify(error.map((item) => item.json)));
	});
JS
seen=$(node failing.cjs)
expected='success [{"error":"no","message":"no","hint":"try again"}]
error [{"row":0,"error":"no"},{"row":1,"error":"no","message":"no"}]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
