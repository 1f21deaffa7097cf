import { NodeConnectionTypes, type IExecuteFunctions, type NodeConnectionType } from 'n8n-workflow';

const LOOP_TYPE = 'n8n-nodes-base.splitInBatches';

/** Whether a node is connected to an output. n8n's contexts know it, though their public type does not say so. */
export function leadsSomewhere(context: IExecuteFunctions, output: number): boolean {
	const { name } = context.getNode();
	if (!('getConnections' in context) || typeof context.getConnections !== 'function') return true;
	const getConnections = context.getConnections.bind(context) as (
		destination: { name: string },
		type: NodeConnectionType,
	) => Array<Array<{ node: string; index: number }> | null>;
	return context
		.getChildNodes(name)
		.flatMap((child) => getConnections(child, NodeConnectionTypes.Main).flat())
		.some((connection) => connection?.node === name && connection.index === output);
}

/** Whether the node is within a Loop Over Items: between its output and its input. */
export function isInLoop(context: IExecuteFunctions): boolean {
	const { name } = context.getNode();
	const loops = (nodes: Array<{ name: string; type: string }>) =>
		nodes.filter(({ type }) => type === LOOP_TYPE).map((node) => node.name);
	const after = loops(context.getChildNodes(name));
	return (
		after.length > 0 && loops(context.getParentNodes(name)).some((loop) => after.includes(loop))
	);
}
