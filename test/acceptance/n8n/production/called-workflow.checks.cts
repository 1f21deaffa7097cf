import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { McpClient } from '../../../../harness/n8n/mcp-client.cts';
import type { N8nWithSandbox } from '../../../../harness/n8n/n8n-with-sandbox.cts';
import {
	runnableTemplate,
	type CredentialRef,
	type StoredWorkflow,
} from '../../../../harness/n8n/workflow-files.cts';
import { until } from '../../../../harness/processes/until.cts';
import type { CheckList } from '../../check-list.cts';

const TEMPLATE = 'import-rows-sub-workflow.json';
const ASKED = 'Asked over MCP';
const INPUT = { type: 'MUTATION/USER', rows: [{ accountId: 'acme', id: 'ann' }, { id: 'bob' }] };

/** The sub-workflow, called by those that are no workflows: clients of n8n's own MCP server, and agents. */
export async function checkCalledWorkflow(list: CheckList, running: N8nWithSandbox): Promise<void> {
	let sub: StoredWorkflow | undefined;
	await list.check(
		'the sub-workflow can be published, once its credentials are chosen',
		async () => {
			sub = await published(running);
		},
	);

	await list.check(
		"the sub-workflow is run over n8n's MCP server, and gives one result",
		async () => {
			assert.ok(sub !== undefined, 'it could not be published');
			const client = await instanceServer(running);
			const started = await client.call('execute_workflow', {
				workflowId: sub.id,
				executionMode: 'production',
				triggerNodeName: ASKED,
				inputs: { webhookData: { body: INPUT } },
			});
			const executionId = /"executionId":\s*"([^"]+)"/.exec(started)?.[1];
			assert.ok(executionId !== undefined, started);
			const answer = await until('the execution to end', 60_000, async () => {
				const asked = {
					workflowId: sub?.id,
					executionId,
					includeData: true,
					nodeNames: ['Result'],
				};
				const found = await client.call('get_workflow_execution', asked);
				return /"status":\s*"(success|error)"/.test(found) ? found : undefined;
			});
			assert.match(
				answer,
				/"summary":\s*"1 of 2 rows imported into test_acme \(test\), 1 rejected/,
			);
		},
	);

	await list.check('the sub-workflow is a tool of an agent, which gets one result', async () => {
		assert.ok(sub !== undefined, 'it could not be published');
		const client = await serverOf(running, sub);
		const [tool] = await client.tools();
		assert.deepEqual(Object.keys(tool?.inputSchema.properties ?? {}), ['type', 'rows']);
		const answer = await client.call(tool?.name ?? '', INPUT);
		assert.match(answer, /1 of 2 rows imported into test_acme \(test\), 1 rejected/);
	});
}

/** The template as somebody has it who has chosen its credentials. */
async function published(running: N8nWithSandbox): Promise<StoredWorkflow> {
	const httpHeaderAuth = await running.rest.post<CredentialRef>('/credentials', {
		name: 'Header of the sub-workflow',
		type: 'httpHeaderAuth',
		data: { name: 'X-Secret', value: randomUUID() },
	});
	const file = runnableTemplate(TEMPLATE, running.credential);
	const nodes = file.nodes.map((node) =>
		node.name === ASKED ? { ...node, credentials: { httpHeaderAuth } } : node,
	);
	const workflow = await running.add({ ...file, name: 'Called from outside', nodes });
	await running.activate(workflow);
	return workflow;
}

/** n8n's own MCP server, switched on for this purpose. */
async function instanceServer({ rest, n8n }: N8nWithSandbox): Promise<McpClient> {
	await rest.patch('/mcp/settings', { mcpAccessEnabled: true });
	// n8n shows a key once only.
	const { apiKey } = await rest.post<{ apiKey: string }>('/mcp/api-key/rotate');
	return await McpClient.connected(`${n8n.url}/mcp-server/http`, apiKey);
}

/** A server whose only tool is the workflow, as n8n gives it to an agent. */
async function serverOf(running: N8nWithSandbox, sub: StoredWorkflow): Promise<McpClient> {
	const path = randomUUID();
	const server = await running.add({
		name: 'A server with the sub-workflow as its tool',
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				...{ id: randomUUID(), webhookId: path, name: 'Tools', position: [0, 0] },
				...{ type: '@n8n/n8n-nodes-langchain.mcpTrigger', typeVersion: 2 },
				parameters: { path },
			},
			{
				...{ id: randomUUID(), name: 'Import Rows', position: [0, 200] },
				...{ type: '@n8n/n8n-nodes-langchain.toolWorkflow', typeVersion: 2.2 },
				parameters: {
					description: 'Imports rows into Advocate',
					workflowId: { __rl: true, mode: 'id', value: sub.id },
					workflowInputs: {
						mappingMode: 'defineBelow',
						value: {
							type: "={{ $fromAI('type', 'What the rows are', 'string') }}",
							rows: "={{ $fromAI('rows', 'A list of objects', 'json') }}",
						},
						schema: [input('type', 'string'), input('rows', 'array')],
					},
				},
			},
		],
		connections: {
			'Import Rows': { ai_tool: [[{ node: 'Tools', type: 'ai_tool', index: 0 }]] },
		},
	});
	await running.activate(server);
	const url = `${running.n8n.url}/mcp/${path}`;
	return await until('the server', 20_000, async () =>
		McpClient.connected(url).catch(() => undefined),
	);
}

/** An input of the workflow, as n8n's editor writes it down. */
function input(id: string, type: string) {
	return { id, displayName: id, type, required: false, display: true, defaultMatch: false };
}
