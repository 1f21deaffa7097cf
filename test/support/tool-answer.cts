import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { createNodeTypes, nodesOfPackage } from '../../harness/engine/node-types.cts';
import { standIns } from '../../harness/engine/stand-ins.cts';
import { ToolAgent } from '../../harness/engine/stand-ins/tool-agent.cts';
import { nodeClasses } from './advocate-nodes.cts';
import type { Rig } from './rig.cts';
import { text } from './text.cts';
import { chain } from './workflow.cts';

const nodeTypes = createNodeTypes(
	nodesOfPackage('n8n-nodes-impact-advocate', [...nodeClasses, ToolAgent]),
	standIns,
);

/** The two ways in which agents of n8n call a tool. */
export type Way = 'directly' | 'throughEngine';

/** Has an agent call a node as its tool. */
export async function runAsTool(
	rig: Rig,
	calls: Way,
	tool: string,
	parameters: INodeParameters,
	settings: Pick<INode, 'onError'> = {},
	toolInput: INodeParameters = {},
): Promise<FinishedRun> {
	const workflow = chain({
		name: 'Agent',
		type: 'toolAgent',
		parameters: { calls, toolInput },
	});
	workflow.nodes.push({
		id: 'tool',
		name: 'Tool',
		type: `n8n-nodes-impact-advocate.${tool}Tool`,
		typeVersion: 1,
		position: [220, 220],
		parameters,
		...settings,
	});
	workflow.connections.Tool = { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] };
	return await rig.run(workflow, undefined, { nodeTypes });
}

/** What an agent gets that calls a node as its tool. */
export async function toolAnswer(...call: Parameters<typeof runAsTool>): Promise<IDataObject[]> {
	const run = await runAsTool(...call);
	expect(run.error).toBeUndefined();
	return JSON.parse(text(run.json('Agent')[0]?.answer)) as IDataObject[];
}
