import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import type { RunOptions, WorkflowJson } from '../../harness/engine/run-workflow.cts';
import type { Rig } from './rig.cts';
import { chain, type NodeSketch } from './workflow.cts';

export const [IMPORTED, REJECTED, FAILED] = [0, 1, 2];

/** A workflow of Advocate Import alone, with a node on its output Failed, so that failures are heard. */
export function importWorkflow(
	parameters: INodeParameters = {},
	rest: Partial<NodeSketch> = {},
): WorkflowJson {
	const workflow = chain(
		{ name: 'Import', type: 'advocateImport', parameters, ...rest },
		{ name: 'Report', type: 'n8n-nodes-base.noOp' },
	);
	const report = { node: 'Report', type: 'main' as const, index: 0 };
	workflow.connections['Import'] = { main: [[report], [], [report]] };
	return workflow;
}

/** Imports rows given as items. */
export async function importRows(
	rig: Rig,
	rows: IDataObject[],
	parameters: INodeParameters = {},
	options: Partial<RunOptions> & { node?: Partial<NodeSketch> } = {},
): Promise<FinishedRun> {
	const { node, ...rest } = options;
	const items: INodeExecutionData[] = rows.map((json) => ({ json }));
	return await rig.run(importWorkflow(parameters, node), items, rest);
}
