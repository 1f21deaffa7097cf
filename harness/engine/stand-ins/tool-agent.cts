import type {
	EngineRequest,
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** The part of a LangChain tool that agents use. */
interface Tool {
	name: string;
	description: string;
	invoke(input: IDataObject): Promise<unknown>;
}

const TOOL_CALL = 'tool-call';

/**
 * An AI agent without a model: calls the first tool connected to it with the arguments in its `toolInput`
 * parameter, and gives `{ tool, description, answer }`.
 *
 * Its parameter `calls` says how, as n8n has two ways: `directly`, the agent invoking the tool itself, or
 * `throughEngine`, as newer agents do, asking the engine to run the tool's node.
 */
export class ToolAgent implements INodeType {
	description = describeNode({
		name: 'toolAgent',
		version: 1,
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
		properties: [property('toolInput', 'json', {}), property('calls', 'options', 'directly')],
	});

	async execute(
		this: IExecuteFunctions,
		response?: EngineResponse,
	): Promise<INodeExecutionData[][] | EngineRequest> {
		const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
		if (!tool) throw new Error('No tool is connected to the agent');

		const { name, description } = tool;
		const input = this.getNodeParameter('toolInput', 0) as IDataObject;
		const direct = this.getNodeParameter('calls', 0) === 'directly';
		if (!direct && !response?.actionResponses.length) return requestTool(this, input);

		const answer = direct ? await tool.invoke(input) : answerFromEngine(response);
		return [[{ json: { tool: name, description, answer: answer as IDataObject } }]];
	}
}

function requestTool(context: IExecuteFunctions, input: IDataObject): EngineRequest {
	const [node] = context.getParentNodes(context.getNode().name, {
		connectionType: NodeConnectionTypes.AiTool,
		depth: 1,
	});
	return {
		actions: [
			{
				actionType: 'ExecutionNodeAction',
				nodeName: node?.name ?? '',
				input,
				type: NodeConnectionTypes.AiTool,
				id: TOOL_CALL,
				metadata: { itemIndex: 0 },
			},
		],
		metadata: {},
	};
}

/** The text an agent would show its model: the items' JSON, or the error. */
function answerFromEngine(response: EngineResponse | undefined): string {
	const { data, error } = response?.actionResponses[0]?.data ?? {};
	if (error) return `Error: ${error.message}`;
	return JSON.stringify(data?.ai_tool?.[0]?.map((item) => item.json) ?? []);
}
