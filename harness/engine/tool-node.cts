import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { deepCopy, NodeConnectionTypes } from 'n8n-workflow';

/**
 * Turns a `usableAsTool` node into the tool an AI agent calls, with the name, connections and
 * properties n8n gives it.
 *
 * @throws if the node does not say it is usable as a tool
 */
export function convertToTool(node: INodeType): INodeType {
	const { usableAsTool, ...description } = node.description;
	if (!usableAsTool) throw new Error(`Node "${description.name}" is not usable as a tool`);

	const replacements = typeof usableAsTool === 'object' ? usableAsTool.replacements : {};
	const base = { ...deepCopy(description), ...replacements } as INodeTypeDescription;
	return Object.create(node, { description: { value: describeTool(base) } }) as INodeType;
}

function describeTool(base: INodeTypeDescription): INodeTypeDescription {
	return {
		...base,
		name: `${base.name}Tool`,
		displayName: `${base.displayName} Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		properties: [...toolProperties(base), ...base.properties],
	};
}

/** The description the model reads: the user's own, or one generated from resource and operation. */
function toolProperties({ description, properties }: INodeTypeDescription): INodeProperties[] {
	const names = properties.map(({ name }) => name);
	if (names.includes('toolDescription')) return [];

	const toolDescription: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: description,
		required: true,
	};
	if (!names.includes('resource') && !names.includes('operation')) return [toolDescription];

	const descriptionType: INodeProperties = {
		displayName: 'Tool Description',
		name: 'descriptionType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Set Automatically', value: 'auto' },
			{ name: 'Set Manually', value: 'manual' },
		],
		default: 'auto',
	};
	const displayOptions = { show: { descriptionType: ['manual'] } };
	return [descriptionType, { ...toolDescription, displayOptions }];
}
