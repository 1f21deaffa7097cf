import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { NodeRedProcess, type FlowNode } from '../harness/node-red/node-red-process.cts';
import { peakMemoryOf } from '../harness/processes/peak-memory.cts';
import { tenantCredential, type SandboxAddress } from '../harness/processes/sandbox-process.cts';
import { root } from '../harness/project.cts';
import { median } from './figures.cts';

/** What a run has cost. */
export interface NodeRedRun {
	/** The most resident memory that Node-RED had. */
	peakBytes: number;
	milliseconds: number;
}

/**
 * Runs a flow, each time in a Node-RED of its own that has the working copy's nodes, by `GET /run`.
 *
 * @param folder for what Node-RED keeps
 * @param isRight whether the answer says that the work was done
 * @param runs how often; the medians count
 */
export async function measuredRuns(
	flow: FlowNode[],
	folder: string,
	isRight: (answer: string) => boolean,
	runs: number,
): Promise<NodeRedRun> {
	const all: NodeRedRun[] = [];
	for (let run = 0; run < runs; run++) all.push(await measuredRun(flow, folder, isRight));
	return {
		peakBytes: median(all.map(({ peakBytes }) => peakBytes)),
		milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
	};
}

async function measuredRun(
	flow: FlowNode[],
	folder: string,
	isRight: (answer: string) => boolean,
): Promise<NodeRedRun> {
	const userDir = mkdtempSync(join(folder, 'user-'));
	const scope = join(userDir, 'node_modules/@impact-advocate');
	mkdirSync(scope, { recursive: true });
	symlinkSync(join(root, 'node-red'), join(scope, 'node-red-advocate'));
	// As Node-RED comes; that of the tests is on disk, which would be measured too.
	const settings = { contextStorage: { default: { module: 'memory' } } };
	const red = await NodeRedProcess.start({ userDir, settings });
	try {
		await red.deploy(flow);
		const started = performance.now();
		const answer = await (await fetch(`${red.url}/run`)).text();
		const milliseconds = performance.now() - started;
		if (!isRight(answer)) throw new Error(`Not uploaded: ${answer}\n${red.log.join('')}`);
		const peakBytes = peakMemoryOf(red.pid);
		if (peakBytes === undefined) throw new Error('Only Linux tells the memory of another process');
		return { peakBytes, milliseconds };
	} finally {
		await red.stop();
	}
}

/** The flow of `GET /run`: what comes next, and the answer. */
export function around(next: string, nodes: FlowNode[]): FlowNode[] {
	return [
		{ id: 'flow', type: 'tab', label: 'bench' },
		{ id: 'start', type: 'http in', z: 'flow', method: 'get', url: '/run', wires: [[next]] },
		...nodes.map((node) => ({ z: 'flow', ...node })),
		{ id: 'answer', type: 'http response', z: 'flow', wires: [] },
	];
}

/** The config node for the sandbox's tenant. */
export function tenantNode(sandbox: SandboxAddress): FlowNode {
	const { tenantAlias, apiKey, baseUrl } = tenantCredential(sandbox);
	return { id: 'tenant', type: 'advocate-tenant', tenantAlias, baseUrl, credentials: { apiKey } };
}

/** The header by which http request signs in. */
export function authorization(sandbox: SandboxAddress): string {
	return `Basic ${Buffer.from(`:${tenantCredential(sandbox).apiKey}`).toString('base64')}`;
}
