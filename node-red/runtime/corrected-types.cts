import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Node, NodeAPI, NodeAPINodes, NodeAPISettingsWithData } from '@node-red/registry';

/* What the types of Node-RED lack, or say otherwise than Node-RED does. */

/** A function of Express that takes in a request, or hands it on to the next one. */
export type Handler = (
	request: IncomingMessage,
	response: ServerResponse,
	next: (problem?: unknown) => void,
) => void;

interface Settings extends NodeAPISettingsWithData {
	/** Where the file nodes look for relative paths. */
	fileWorkingDirectory?: string;
}

/** The settings, and what of them nodes on the HTTP server may have. */
type HttpSettings = Omit<NodeAPI<Settings>['settings'], 'httpNodeRoot' | 'httpNodeMiddleware'> & {
	/** False turns off what nodes serve over HTTP. */
	httpNodeRoot?: string | false;
	/** What requests to nodes pass first. */
	httpNodeMiddleware?: Handler | Handler[];
};

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
export interface NodeRed extends Omit<NodeAPI<Settings>, 'nodes' | 'settings'> {
	nodes: Nodes;
	settings: HttpSettings;
	_: NodeAPI['_'] & ((key: string, options: TextsOptions) => unknown);
}
