import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

type Essentials = Pick<INodeTypeDescription, 'name' | 'version'> & Partial<INodeTypeDescription>;

/** A node description with what the engine asks for filled in: one input, one output. */
export function describeNode(essentials: Essentials): INodeTypeDescription {
	return {
		displayName: essentials.name,
		group: ['transform'],
		description: '',
		defaults: { name: essentials.name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...essentials,
	};
}

/**
 * A parameter of which only the name, type and default matter here. For a collection give the type
 * `json`: of a `collection` n8n keeps only the options that its description lists.
 */
export function property(
	name: string,
	type: INodeProperties['type'],
	value: INodeProperties['default'] = '',
): INodeProperties {
	return { displayName: name, name, type, default: value };
}
