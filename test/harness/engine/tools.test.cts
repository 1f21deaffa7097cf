import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { createNodeTypes, nodesOfPackage } from '../../../harness/engine/node-types.cts';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import { describeNode, property } from '../../../harness/engine/stand-ins/describe-node.cts';
import { standIns } from '../../../harness/engine/stand-ins.cts';
import { ToolAgent } from '../../../harness/engine/stand-ins/tool-agent.cts';
import { inARow, node, ofN8n } from './tiny-workflow.cts';

class Double implements INodeType {
	description = describeNode({
		name: 'double',
		displayName: 'Double',
		version: 1,
		description: 'Doubles a number',
		usableAsTool: true,
		properties: [property('number', 'number', 0)],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const number = Number(this.getNodeParameter('number', 0));
		if (Number.isNaN(number)) throw new Error('That is no number');
		return await Promise.resolve([[{ json: { doubled: number * 2 } }]]);
	}
}

class Untouchable extends Double {
	override description = describeNode({ name: 'untouchable', version: 1 });
}

const nodeTypes = createNodeTypes(
	nodesOfPackage('tiny', [Double, Untouchable, ToolAgent]),
	standIns,
);

function askAgent(calls: 'directly' | 'throughEngine', toolType = 'tiny.doubleTool') {
	const parameters = { toolInput: { number: 21 }, calls };
	const workflow = inARow(ofN8n('Start', 'manualTrigger'), {
		name: 'Agent',
		type: 'tiny.toolAgent',
		parameters,
	});
	const number = "={{ $fromAI('number', 'The number to double', 'number') }}";
	workflow.nodes.push(node({ name: 'Double it', type: toolType, parameters: { number } }));
	workflow.connections['Double it'] = {
		ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]],
	};
	return runWorkflow({ workflow, nodeTypes });
}

test.each(['directly', 'throughEngine'] as const)(
	'an agent that calls %s uses a node',
	async (how) => {
		const run = await askAgent(how);
		expect(run.error).toBeUndefined();
		expect(run.json('Agent')).toEqual([
			{ tool: 'Double_it', description: 'Doubles a number', answer: '[{"doubled":42}]' },
		]);
		expect(run.runs('Double it')).toHaveLength(1);
	},
);

test('the tool of a node is named, connected and described as n8n does it', () => {
	const { description } = nodeTypes.getByNameAndVersion('tiny.doubleTool');
	expect(description).toMatchObject({
		name: 'doubleTool',
		displayName: 'Double Tool',
		inputs: [],
		outputs: ['ai_tool'],
	});
	expect(description.properties[0]).toMatchObject({
		name: 'toolDescription',
		default: 'Doubles a number',
	});
	expect(nodeTypes.getByNameAndVersion('tiny.double').description.name).toBe('double');
});

test('a node that is not usable as a tool is none', async () => {
	await expect(askAgent('directly', 'tiny.untouchableTool')).rejects.toThrow(
		'Node "untouchable" is not usable as a tool',
	);
});
