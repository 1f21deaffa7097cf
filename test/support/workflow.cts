import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../../harness/engine/run-workflow.cts';

/** A node of a workflow as a test writes it: what it is, and what differs from the defaults. */
export interface NodeSketch
	extends Partial<Pick<INode, 'executeOnce' | 'onError' | 'typeVersion'>> {
	name: string;
	/** One of ours by its short name (`advocateUpload`), or a full type. */
	type: string;
	parameters?: INodeParameters;
}

/**
 * A whole workflow JSON of nodes in a row, started by hand. A node's second and third outputs lead
 * nowhere; tests read them from the run.
 */
export function chain(...sketches: NodeSketch[]): WorkflowJson {
	const start: NodeSketch = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
	const all = [start, ...sketches];
	return {
		name: 'Test',
		settings: { executionOrder: 'v1' },
		nodes: all.map(nodeOf),
		connections: Object.fromEntries(
			all
				.slice(1)
				.map((next, index) => [
					all[index]?.name ?? '',
					{ main: [[{ node: next.name, type: 'main' as const, index: 0 }]] },
				]),
		),
	};
}

function nodeOf(sketch: NodeSketch, index: number): INode {
	const { name, type, parameters = {}, typeVersion = 1, ...rest } = sketch;
	const fullType = type.includes('.') ? type : `n8n-nodes-impact-advocate.${type}`;
	return {
		id: `00000000-0000-4000-8000-00000000000${index}`,
		name,
		type: fullType,
		typeVersion,
		position: [index * 220, 0],
		parameters,
		...rest,
	};
}
