import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { runNodes, type BenchNode } from '../run-nodes.cts';

/** Runs a file on disk through a chain of nodes in n8n's engine, which keeps files on disk too. */
export async function runChain(
	path: string,
	chain: BenchNode[],
	context: Parameters<typeof runNodes>[1],
): Promise<FinishedRun> {
	const read = { name: 'Read', type: 'n8n-nodes-base.readWriteFile', typeVersion: 1 };
	return await runNodes([{ ...read, parameters: { fileSelector: path } }, ...chain], context);
}
