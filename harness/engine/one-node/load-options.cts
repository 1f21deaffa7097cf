import '../core/service-container.cts';

import { LoadOptionsContext } from 'n8n-core';
import type {
	INodeListSearchResult,
	INodePropertyOptions,
	INodeType,
	ResourceMapperFields,
} from 'n8n-workflow';

import type { SingleNodeOptions } from './single-node.cts';
import { createSingleNode } from './single-node.cts';

export interface LoadOptionsOptions extends SingleNodeOptions {
	/** The method's name under the node's `methods.loadOptions`, `listSearch` or `resourceMapping`. */
	method: string;
	/** Path of the parameter whose list is loaded, for `&` references. */
	path?: string;
}

export interface ListSearchOptions extends LoadOptionsOptions {
	/** What the user has typed into the list's search box. */
	filter?: string;
	paginationToken?: string;
}

/**
 * Fills a drop-down as n8n's editor does when it is opened.
 *
 * @throws what the node's method throws, which the editor shows in place of the list
 */
export async function loadOptions(options: LoadOptionsOptions): Promise<INodePropertyOptions[]> {
	const { context, nodeType } = createContext(options);
	const load = nodeType.methods?.loadOptions?.[options.method];
	if (!load) throw unknownMethod('loadOptions', options.method);
	return await load.call(context);
}

/** Fills the list of a resource locator as n8n's editor does when it is opened or searched. */
export async function searchList(options: ListSearchOptions): Promise<INodeListSearchResult> {
	const { context, nodeType } = createContext(options);
	const search = nodeType.methods?.listSearch?.[options.method];
	if (!search) throw unknownMethod('listSearch', options.method);
	return await search.call(context, options.filter, options.paginationToken);
}

/** Fills the columns of a resource mapper as n8n's editor does when its node is opened. */
export async function loadMappingColumns(
	options: LoadOptionsOptions,
): Promise<ResourceMapperFields> {
	const { context, nodeType } = createContext(options);
	const load = nodeType.methods?.resourceMapping?.[options.method];
	if (!load) throw unknownMethod('resourceMapping', options.method);
	return await load.call(context);
}

function createContext(options: LoadOptionsOptions): {
	context: LoadOptionsContext;
	nodeType: INodeType;
} {
	const { workflow, node, additionalData } = createSingleNode(options);
	// The editor sends the parameters as they are, so expressions are not resolved here.
	additionalData.currentNodeParameters = node.parameters;
	return {
		context: new LoadOptionsContext(workflow, node, additionalData, options.path ?? ''),
		nodeType: workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion),
	};
}

function unknownMethod(kind: string, name: string): Error {
	return new Error(`The node has no method "${name}" in methods.${kind}`);
}
