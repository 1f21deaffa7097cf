import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { IConnections } from 'n8n-workflow';
import { McpClient, type McpTool } from '../../../harness/n8n/mcp-client.cts';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { OUR_NODES } from '../../../harness/n8n/workflow-files.cts';
import { until } from '../../../harness/processes/until.cts';
import type { CheckList } from '../check-list.cts';
import { ourNodeTypes, type NodeType } from './package.checks.cts';

/** What somebody may ask n8n's AI builder for, in words of theirs. */
const QUERIES = ['impact.com advocate import', 'import contacts', 'hubspot import', 'referral'];

const IMPORT = `${OUR_NODES}advocateImport`;
const TRIGGERS = [
	`${OUR_NODES}advocateJobCompletedTrigger`,
	`${OUR_NODES}advocateWaitForCompletionTrigger`,
];

/**
 * How models see this package that build workflows over n8n's own MCP server: by a search, and by the definitions of
 * what they found. They see nothing else.
 *
 * @param transcript a file for what they are told
 */
export async function checkMcp(
	list: CheckList,
	running: N8nWithSandbox,
	transcript?: string,
): Promise<void> {
	const told: string[] = [];
	const client = await builder(running).catch((error: unknown) => String(error));
	if (typeof client === 'string') {
		// n8n before 2.14 or so has no server that builds workflows.
		console.log(
			`  --  MCP: this n8n has no server that builds workflows (${client.slice(0, 120)})`,
		);
		return;
	}
	const ask = async (tool: string, args: object) => {
		const answer = await client.call(tool, args);
		told.push(`>>> ${tool} ${JSON.stringify(args, null, 2)}\n\n${answer}`);
		return answer;
	};
	const steps = (await ourNodeTypes(running)).filter(({ name }) => !name.endsWith('Tool'));

	await list.check(
		'MCP: a search shows Import and both triggers, whatever it is called',
		async () => {
			for (const query of QUERIES) {
				const found = await ask('search_nodes', { queries: [query] });
				for (const type of [IMPORT, ...TRIGGERS])
					assert.ok(found.includes(type), `${query}: ${type}`);
			}
		},
	);

	await list.check(
		'MCP: the definition of each node names its outputs, and what happens to them',
		async () => {
			for (const node of steps) {
				const definition = await ask('get_node_types', { nodeIds: [{ nodeId: node.name }] });
				for (const output of node.outputNames ?? []) {
					assert.match(
						definition,
						new RegExp(`output\\(\\d\\) ${output}\\b`),
						`${node.name}: ${output}`,
					);
				}
				assert.match(definition, /<pattern /, `${node.name} has a pattern`);
			}
		},
	);

	await list.check('MCP: a workflow made of the definitions alone wires every output', async () => {
		const definition = await ask('get_node_types', {
			nodeIds: steps.map(({ name }) => ({ nodeId: name })),
		});
		const code = chainFrom(definition);
		const validation = await ask('validate_workflow', { code });
		assert.match(validation, /"valid":\s*true/, validation);
		const created = await ask('create_workflow_from_code', { code, name: 'Built over MCP' });
		const id = /"workflowId":\s*"([^"]+)"/.exec(created)?.[1] ?? '';
		const { nodes, connections } = await running.stored({ id });
		for (const { name, type } of nodes) {
			const wired = outputsOf(type, steps).filter(
				(_output, index) => !leads(connections, name, index),
			);
			assert.deepEqual(wired, [], `${name} has outputs that lead nowhere`);
		}
	});

	await list.check(
		'an agent is offered the parameters that are left to the model, as they come',
		async () => {
			const tools = await toolsOfWorkflow(running);
			const offered = Object.fromEntries(
				tools.map((tool) => [tool.name, Object.keys(tool.inputSchema.properties ?? {})]),
			);
			told.push(`>>> tools/list of a workflow\n\n${JSON.stringify(tools, null, 2)}`);
			assert.deepEqual(offered, {
				Import: ['Rows'],
				Validate: ['File_Reference'],
				Create_Job: ['File_Reference'],
				Job_Status: ['Job_ID'],
			});
			for (const { name, description = '' } of tools) {
				assert.match(description, /Advocate/, `${name}: ${description}`);
				assert.match(description, /outcome|status/, `${name}: ${description}`);
			}
		},
	);

	if (transcript === undefined) return;
	mkdirSync(dirname(transcript), { recursive: true });
	writeFileSync(transcript, `${told.join('\n\n')}\n`);
}

/** n8n's own server, switched on for this purpose. */
async function builder({ rest, n8n }: N8nWithSandbox): Promise<McpClient> {
	await rest.patch('/mcp/settings', { mcpAccessEnabled: true });
	const { apiKey } = await rest.get<{ apiKey: string }>('/mcp/api-key');
	const client = await McpClient.connected(`${n8n.url}/mcp-server/http`, apiKey);
	const names = (await client.tools()).map(({ name }) => name);
	if (!names.includes('search_nodes')) throw new Error(`its tools are ${names.join(', ')}`);
	return client;
}

/** The pattern of the four steps, as a model takes it over: what it leaves open is filled in with nodes of n8n. */
function chainFrom(definition: string): string {
	const pattern = /<pattern title="By hand, all four steps[^>]*>([^]*?)<\/pattern>/.exec(
		definition,
	)?.[1];
	assert.ok(pattern !== undefined, 'the definitions have a pattern of the whole chain');
	// It stands in a comment of the definition.
	const code = pattern.replace(/^ \* ?/gm, '');
	const declared = new Set([...code.matchAll(/const (\w+) =/g)].map(([, name]) => name));
	const mentioned = [...code.matchAll(/(?:\.to|\.add)\((\w+)\)/g)].map(([, name = '']) => name);
	const open = [...new Set(mentioned)].filter((name) => !declared.has(name));
	const nodes = open.map((name) =>
		name === 'start'
			? `const start = trigger({ type: 'n8n-nodes-base.manualTrigger', version: 1, config: { name: 'Start' } });`
			: `const ${name} = node({ type: 'n8n-nodes-base.noOp', version: 1, config: { name: '${name}' } });`,
	);
	return `${nodes.join('\n')}\n${code}`;
}

function outputsOf(type: string, steps: NodeType[]): string[] {
	return steps.find(({ name }) => name === type)?.outputNames ?? [];
}

function leads(connections: IConnections, name: string, output: number): boolean {
	return (connections[name]?.main?.[output] ?? []).length > 0;
}

/** What an agent sees of the nodes as tools: they are put into a workflow as they come, behind n8n's MCP trigger. */
async function toolsOfWorkflow(running: N8nWithSandbox): Promise<McpTool[]> {
	const path = randomUUID();
	const tools = {
		Import: 'advocateImport',
		Validate: 'advocateValidate',
		'Create Job': 'advocateCreateJob',
		'Job Status': 'advocateJobStatus',
	};
	const stored = await running.add({
		name: 'Tools over MCP',
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				...{ id: randomUUID(), webhookId: path, name: 'Tools', position: [0, 0] },
				...{ type: '@n8n/n8n-nodes-langchain.mcpTrigger', typeVersion: 2 },
				parameters: { path },
			},
			...Object.entries(tools).map(([name, type], index) => ({
				...{ id: randomUUID(), name, type: `${OUR_NODES}${type}Tool`, typeVersion: 1 },
				position: [index * 200, 200] as [number, number],
				parameters: {},
				credentials: { advocateApi: running.credential },
			})),
		],
		connections: Object.fromEntries(
			Object.keys(tools).map((name) => [
				name,
				{ ai_tool: [[{ node: 'Tools', type: 'ai_tool' as const, index: 0 }]] },
			]),
		),
	});
	await running.activate(stored);
	const url = `${running.n8n.url}/mcp/${path}`;
	const client = await until(
		'the tools of the workflow',
		20_000,
		async () => await McpClient.connected(url).catch(() => undefined),
	);
	return await client.tools();
}
