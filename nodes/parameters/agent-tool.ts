import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/*
 * What is different in a node that is the tool of an AI agent. n8n has `usableAsTool.replacements` for that, but only its
 * editor and its search read them: when 2.40 runs a tool, it takes the properties and the description of the node itself,
 * so a model would never see them. A condition on `@tool` is honoured in both places.
 */

type Conditions = NonNullable<IDisplayOptions['show']>;

/** Shown only where the node is a tool. */
export function onlyAsTool(conditions: Conditions = {}): IDisplayOptions {
	return { show: { ...conditions, '@tool': [true] } };
}

/** Shown only where the node is a step of a workflow. */
export function onlyAsStep(conditions: Conditions = {}): IDisplayOptions {
	return { show: { ...conditions, '@tool': [false] } };
}

/**
 * A value that the model fills in, as the button beside a parameter writes it, so that the editor shows it as such.
 *
 * @param key letters, digits and `_`, at most 64
 * @param description what the model is told of it, without backticks
 * @param type what the model has to give
 */
export function fromModel(
	key: string,
	description: string,
	type: 'string' | 'json' = 'string',
): string {
	return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, '${type}') }}`;
}

/** What a model reads of the tool, unless the builder writes something else. */
export function toolDescription(forModel: string, conditions: Conditions = {}): INodeProperties {
	return {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: forModel,
		typeOptions: { rows: 2 },
		displayOptions: onlyAsTool(conditions),
		description: 'What the model is told of this tool: what it does, and when to use it',
	};
}
