import type { IDisplayOptions, INodeTypeDescription } from 'n8n-workflow';

/** A node that goes together with another, and what for. */
export interface RelatedNode {
	/** Its full type. */
	nodeType: string;
	relationHint: string;
}

/**
 * What is told to those who build workflows without seeing the editor: n8n's AI builder, and models that use n8n's MCP
 * server. They never see the names of outputs, so these have to be said here.
 *
 * Source: `IBuilderHint` of n8n-workflow 2.39. The version that these nodes are compiled with does not have it yet, and
 * an n8n that does not know it ignores it.
 */
export interface BuilderHint {
	/** Shown with the node in search results. */
	searchHint: string;
	relatedNodes: RelatedNode[];
	/** Added to the type definition that is read before the node is used. Nothing in it may begin with `={{`. */
	extraTypeDefContent: Array<{ content: string; displayOptions?: IDisplayOptions }>;
}

/** The description of a node of this package. */
export interface NodeDescription extends INodeTypeDescription {
	builderHint: BuilderHint;
}
