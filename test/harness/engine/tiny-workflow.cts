import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowJson } from '../../../harness/engine/run-workflow.cts';

export type NodeSketch = Partial<INode> & { name: string; type: string };

/** A node with an id and a place on the canvas. */
export function node({ name, type, ...rest }: NodeSketch): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...rest };
}

/** A workflow whose nodes stand in a row, each fed by the first output of the one before. */
export function inARow(...sketches: NodeSketch[]): WorkflowJson {
	const connections: IConnections = {};
	sketches.slice(1).forEach(({ name }, index) => {
		const previous = sketches[index]?.name ?? '';
		connections[previous] = { main: [[{ node: name, type: 'main', index: 0 }]] };
	});
	return { nodes: sketches.map(node), connections, settings: { executionOrder: 'v1' } };
}

/** A node of n8n's own. */
export function ofN8n(name: string, type: string, parameters: INodeParameters = {}): NodeSketch {
	return { name, type: `n8n-nodes-base.${type}`, parameters };
}
