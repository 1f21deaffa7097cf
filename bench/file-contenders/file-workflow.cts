import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { runWorkflow, type RunOptions } from '../../harness/engine/run-workflow.cts';
import { standIns } from '../../harness/engine/stand-ins.cts';
import { createNodeTypes, type NamedNodeTypes } from '../../harness/engine/node-types.cts';

type NodeJson = RunOptions['workflow']['nodes'][number];
type Node = Pick<NodeJson, 'name' | 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

/** Runs a file on disk through a chain of nodes in n8n's engine, which keeps files on disk too. */
export async function runChain(
	path: string,
	chain: Node[],
	context: Pick<RunOptions, 'credentials' | 'credentialTypes'> & { nodes: NamedNodeTypes[] },
): Promise<FinishedRun> {
	const all: Node[] = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Read',
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: { fileSelector: path },
		},
		...chain,
	];
	const connections: RunOptions['workflow']['connections'] = {};
	for (const [index, { name }] of all.slice(1).entries()) {
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
