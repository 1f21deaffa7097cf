import type { Node, NodeAPI, NodeAPINodes, NodeAPISettingsWithData } from '@node-red/registry';

/* What the types of Node-RED lack, or say otherwise than Node-RED does. */

interface Settings extends NodeAPISettingsWithData {
	/** Where the file nodes look for relative paths. */
	fileWorkingDirectory?: string;
}

interface Nodes extends Omit<NodeAPINodes, 'getNode'> {
	/** There is none where a flow names a node that was deleted, or is not deployed. */
	getNode(id: string): Node | null | undefined;
}

/** Options of i18next, which Node-RED hands on: a part of a locale file as it is, of a language of choice. */
interface TextsOptions {
	returnObjects: true;
	lng?: string;
}

/** What Node-RED hands to the function that a node's file exports. */
export interface NodeRed extends Omit<NodeAPI<Settings>, 'nodes'> {
	nodes: Nodes;
	_: NodeAPI['_'] & ((key: string, options: TextsOptions) => unknown);
}
