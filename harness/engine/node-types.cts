import type { INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { convertToTool } from './tool-node.cts';

export type AnyNodeType = INodeType | IVersionedNodeType;
export type NodeClass = new () => AnyNodeType;

/** Node types by their full name, e.g. `n8n-nodes-impact-advocate.advocateUpload`. */
export type NamedNodeTypes = Record<string, AnyNodeType>;

/** Names node classes as n8n names those of a package: `<package>.<description.name>`. */
export function nodesOfPackage(packageName: string, classes: NodeClass[]): NamedNodeTypes {
	const nodes = classes.map((NodeType) => new NodeType());
	return Object.fromEntries(nodes.map((node) => [`${packageName}.${node.description.name}`, node]));
}

/**
 * The node types a workflow may use. A type `<name>Tool` is answered with the node converted to a
 * tool for AI agents, as n8n does for nodes that are `usableAsTool`.
 *
 * @throws (on look-up) naming the unknown type and the known ones
 */
export function createNodeTypes(...sets: NamedNodeTypes[]): INodeTypes {
	const known: NamedNodeTypes = Object.assign({}, ...sets) as NamedNodeTypes;
	const tools = new Map<string, INodeType>();

	const find = (name: string): AnyNodeType => {
		const type = known[name];
		if (type) return type;
		throw new Error(
			`Unknown node type "${name}". The engine was given: ${Object.keys(known).join(', ')}`,
		);
	};

	return {
		getByName: find,
		getByNameAndVersion(name, version) {
			const baseName = name.replace(/Tool$/, '');
			if (name in known || !(baseName in known)) {
				return NodeHelpers.getVersionedNodeType(find(name), version);
			}
			const key = `${name}@${version ?? 'default'}`;
			const tool =
				tools.get(key) ?? convertToTool(NodeHelpers.getVersionedNodeType(find(baseName), version));
			tools.set(key, tool);
			return tool;
		},
		getKnownTypes: () => Object.fromEntries(Object.keys(known).map((name) => [name, {}])),
	};
}
