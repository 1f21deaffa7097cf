import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { OUR_NODES, type WorkflowFile } from './workflow-files.cts';

/** A node before it has its place on the canvas. */
export type Sketch = Omit<INode, 'id' | 'position'>;

/** A node of n8n's own, in its first version unless the sketch is given another. */
export function baseNode(type: string, name: string, parameters: INodeParameters): Sketch {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion: 1, parameters };
}

/** A node of this package. */
export function advocateNode(type: string, name: string, parameters: INodeParameters): Sketch {
	return { name, type: OUR_NODES + type, typeVersion: 1, parameters };
}

/** A Code node that gives these rows, whatever comes in. */
export function codeNode(name: string, rows: IDataObject[]): Sketch {
	const jsCode = `return ${JSON.stringify(rows)}.map((json) => ({ json }));`;
	return { ...baseNode('code', name, { jsCode }), typeVersion: 2 };
}

/** A workflow that is started by hand and runs the nodes one after the other, along their first outputs. */
export function chain(name: string, sketches: Sketch[]): WorkflowFile {
	const all = [baseNode('manualTrigger', 'Start', {}), ...sketches];
	return {
		name,
		settings: { executionOrder: 'v1' },
		nodes: all.map(nodeAt),
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

function nodeAt(sketch: Sketch, index: number): INode {
	const id = `00000000-0000-4000-8000-00000000000${index}`;
	return { ...sketch, id, position: [index * 224, 0] };
}
