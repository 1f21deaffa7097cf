import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import type { WorkflowJson } from '../../harness/engine/run-workflow.cts';
import type { Rig } from './rig.cts';
import { chain, type NodeSketch } from './workflow.cts';

export const [EXPORTED, PENDING, ABORTED] = [0, 1, 2];

export const tenant = 'test_acme';

/** Two reward balances, as the product's report has them. */
export const balances: IDataObject[] = [
	{ userId: 'ann', accountId: 'acme', unit: 'POINT', availableValue: 200 },
	{ userId: '007', accountId: 'acme', unit: 'CREDIT/CAD', currency: 'CAD', availableValue: 20.5 },
];

/** A workflow of Advocate Export alone. */
export function exportWorkflow(
	parameters: INodeParameters = {},
	rest: Partial<NodeSketch> & { retryOnFail?: boolean; waitBetweenTries?: number } = {},
): WorkflowJson {
	return chain({ name: 'Export', type: 'advocateExport', parameters, ...rest });
}

/** Runs it with these input items. */
export async function runExport(
	rig: Rig,
	parameters: INodeParameters = {},
	items: INodeExecutionData[] = [{ json: {} }],
): Promise<FinishedRun> {
	return await rig.run(exportWorkflow(parameters), items);
}

/** What the output pane of the node shows beside its items. */
export function hintsOf(run: FinishedRun): string[] {
	return run.runs('Export').flatMap(({ hints = [] }) => hints.map(({ message }) => message));
}
