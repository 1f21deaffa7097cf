#!/usr/bin/env bash
# n8n: a node that calls putExecutionToWait() is not run again when the wait is over.
#
# Versions   n8n-core 2.8.1, n8n-workflow 2.8.0 (Node.js 20)
# Guess      After the wait n8n calls execute() again, or the items that execute() returned go on.
# Behaviour  n8n disables the node for the rest of the execution. The node's *input* leaves on its first output,
#            whatever execute() returned and on whichever output. A node with the outputs Done and Pending that
#            waits for something outside would report it as Done without having looked.
# So         Waiting is n8n's Wait node in a loop: Pending -> Wait -> ask again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps n8n-core@2.8.1 n8n-workflow@2.8.0
cat > waiting.cjs <<'JS'
process.env.N8N_USER_FOLDER = process.cwd();
process.env.N8N_ENCRYPTION_KEY = 'protects nothing';
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
const { SSHClientsManager } = require('n8n-core/dist/execution-engine/ssh-clients-manager');
require(require.resolve('@n8n/di', { paths: [require.resolve('n8n-core')] })).Container.get(SSHClientsManager).onShutdown();
const { ExecutionLifecycleHooks, WorkflowExecute } = require('n8n-core');
const { createRunExecutionData, Workflow } = require('n8n-workflow');

let calls = 0;
const waits = {
	description: {
		name: 'waits', displayName: 'Waits', group: ['transform'], version: 1, description: '', defaults: {},
		inputs: ['main'], outputs: ['main', 'main'], outputNames: ['Done', 'Pending'], properties: [],
	},
	async execute() {
		calls += 1;
		await this.putExecutionToWait(new Date(Date.now() + 1));
		return [[], [{ json: { from: 'execute()' } }]];
	},
};
const nodeTypes = { getByName: () => waits, getByNameAndVersion: () => waits, getKnownTypes: () => ({}) };
const node = { id: '1', name: 'Waits', type: 'waits', typeVersion: 1, position: [0, 0], parameters: {} };
const workflow = new Workflow({ id: 'w', nodes: [node], connections: {}, active: false, nodeTypes });
const input = { json: { from: 'the input' } };
const data = createRunExecutionData({
	executionData: { nodeExecutionStack: [{ node: workflow.getNode('Waits'), data: { main: [[input]] }, source: null }] },
});
const run = async (runData) => {
	const hooks = new ExecutionLifecycleHooks('trigger', '1', {});
	return await new WorkflowExecute({ hooks, currentNodeExecutionIndex: 0, variables: {}, credentialsHelper: {} }, 'trigger', runData)
		.processRunExecutionData(workflow);
};
(async () => {
	const first = await run(data);
	console.log('first', first.status, 'calls', calls);
	const second = await run(first.data);
	const outputs = second.data.resultData.runData.Waits[0].data.main;
	console.log('resumed', second.status, 'calls', calls, 'outputs', JSON.stringify(outputs.map((items) => (items ?? []).map((item) => item.json))));
})();
JS
seen=$(node waiting.cjs)
expected='first waiting calls 1
resumed success calls 1 outputs [[{"from":"the input"}]]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
