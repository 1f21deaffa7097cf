import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import type { RunOptions, WorkflowJson } from '../../harness/engine/run-workflow.cts';
import type { Credential, Rig } from './rig.cts';
import { chain, type NodeSketch } from './workflow.cts';

export const [IMPORTED, REJECTED, FAILED] = [0, 1, 2];

/** Starts the rig for imports that wait: the system's clock, unlike the rig's, has whole milliseconds. */
export async function startForImports(rig: Rig): Promise<void> {
	await rig.start({ jobDurationMs: 60_000 });
	rig.whileAsleep = () => {
		rig.now = Math.round(rig.now);
	};
}

/** A workflow of Advocate Import alone, with a node on Rejected and Failed, so that failures are heard. */
export function importWorkflow(
	parameters: INodeParameters = {},
	rest: Partial<NodeSketch> & { retryOnFail?: boolean } = {},
): WorkflowJson {
	const workflow = chain(
		{ name: 'Import', type: 'advocateImport', parameters, ...rest },
		{ name: 'Report', type: 'n8n-nodes-base.noOp' },
	);
	const report = { node: 'Report', type: 'main' as const, index: 0 };
	workflow.connections['Import'] = { main: [[], [report], [report]] };
	return workflow;
}

/** The same with nothing connected to any output. */
export function unheardWorkflow(...sketch: Parameters<typeof importWorkflow>): WorkflowJson {
	const workflow = importWorkflow(...sketch);
	delete workflow.connections['Import'];
	return workflow;
}

/** Imports rows given as items. */
export async function importRows(
	rig: Rig,
	rows: IDataObject[],
	parameters: INodeParameters = {},
	options: Partial<RunOptions> & { credential?: Partial<Credential> } = {},
): Promise<FinishedRun> {
	const items: INodeExecutionData[] = rows.map((json) => ({ json }));
	return await rig.run(importWorkflow(parameters), items, options);
}

/** What the output pane of the node shows beside its items. */
export function hintsOf(run: FinishedRun): string[] {
	return run.runs('Import').flatMap(({ hints = [] }) => hints.map(({ message }) => message));
}
