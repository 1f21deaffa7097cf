import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FinishedRun } from '../harness/engine/finished-run.cts';
import { createNodeTypes, type NamedNodeTypes } from '../harness/engine/node-types.cts';
import { runWorkflow, type RunOptions } from '../harness/engine/run-workflow.cts';
import { standIns } from '../harness/engine/stand-ins.cts';

type NodeJson = RunOptions['workflow']['nodes'][number];
export type BenchNode = Pick<
	NodeJson,
	'name' | 'type' | 'typeVersion' | 'parameters' | 'credentials'
>;

/** Runs nodes in a row, started by hand, in n8n's engine, which keeps files on disk. */
export async function runNodes(
	nodes: BenchNode[],
	context: Pick<RunOptions, 'credentials' | 'credentialTypes'> & { nodes: NamedNodeTypes[] },
): Promise<FinishedRun> {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
	const all: BenchNode[] = [{ ...start, parameters: {} }, ...nodes];
	const connections: RunOptions['workflow']['connections'] = {};
	for (const [index, { name }] of nodes.entries()) {
		connections[all[index]?.name ?? ''] = { main: [[{ node: name, type: 'main', index: 0 }]] };
	}
	const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-run-'));
	try {
		const run = await runWorkflow({
			credentials: context.credentials,
			credentialTypes: context.credentialTypes,
			nodeTypes: createNodeTypes(standIns, ...context.nodes),
			workflow: {
				nodes: all.map((node): NodeJson => ({ ...node, id: node.name, position: [0, 0] })),
				connections,
			},
			binaryDataFolder: folder,
		});
		if (run.error) throw run.error;
		return run;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
