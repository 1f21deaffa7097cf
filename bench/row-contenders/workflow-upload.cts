import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWorkflow, type RunOptions } from '../../harness/engine/run-workflow.cts';
import type { RowUpload } from './row-run.cts';

type NodeJson = RunOptions['workflow']['nodes'][number];
export type Node = Pick<NodeJson, 'name' | 'type' | 'typeVersion' | 'parameters' | 'credentials'>;
type Context = Pick<RunOptions, 'nodeTypes' | 'credentials' | 'credentialTypes'>;

/**
 * An upload by a chain of nodes in n8n's engine, as in production: started by a trigger, files on disk.
 * The first node gets the items; the last gives an item with a `fileRef` for each file.
 */
export function workflowUpload(chain: Node[], context: Context): RowUpload {
	const nodes = chain.map((node): NodeJson => ({ ...node, id: node.name, position: [0, 0] }));
	const names = chain.map(({ name }) => name);
	const connections: RunOptions['workflow']['connections'] = {};
	for (const [index, next] of names.slice(1).entries()) {
		connections[names[index] ?? ''] = { main: [[{ node: next, type: 'main', index: 0 }]] };
	}
	return async (items) => {
		const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-run-'));
		try {
			const run = await runWorkflow({
				...context,
				workflow: { nodes, connections },
				startNode: names[0],
				startData: items,
				mode: 'trigger',
				binaryDataFolder: folder,
			});
			if (run.error) throw run.error;
			return run.json(names.at(-1) ?? '').map(({ fileRef }) => fileRef as string);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
