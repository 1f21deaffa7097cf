/** One run of one contender in a process of its own: prints its Measurement as JSON. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { loadPackage } from '../harness/engine/load-package.cts';
import { createNodeTypes, nodesOfPackage } from '../harness/engine/node-types.cts';
import { runWorkflow, type WorkflowJson } from '../harness/engine/run-workflow.cts';
import { describeNode } from '../harness/engine/stand-ins/describe-node.cts';
import { standIns } from '../harness/engine/stand-ins.cts';
import { printMeasurement } from './contender.cts';
import { peakMemory } from '../harness/processes/peak-memory.cts';
import { tenantCredential, type SandboxAddress } from '../harness/processes/sandbox-process.cts';

export type Contender = 'advocateUpload' | 'nativeFormData';

export interface Measurement {
	/** The most resident memory the process had, in bytes. */
	peakBytes: number;
	milliseconds: number;
}

/** Uploads as one would without streaming: the file in a buffer, in a Blob, in a FormData. */
class NativeFormData implements INodeType {
	description = describeNode({
		name: 'nativeFormData',
		version: 1,
		credentials: [{ name: 'advocateApi', required: true }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { baseUrl, tenantAlias } =
			await this.getCredentials<Record<string, string>>('advocateApi');
		const form = new FormData();
		form.append('file', new Blob([await this.helpers.getBinaryDataBuffer(0, 'data')]), 'users.csv');
		const json: unknown = await this.helpers.httpRequestWithAuthentication.call(
			this,
			'advocateApi',
			{
				method: 'POST',
				url: `${baseUrl}/api/v1/${tenantAlias}/export/upload`,
				body: form,
			},
		);
		return [[{ json: json as INodeExecutionData['json'], pairedItem: { item: 0 } }]];
	}
}

function workflowFor(contender: Contender, file: string): WorkflowJson {
	const node = (name: string, type: string, parameters = {}) => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
	});
	const to = (next: string) => ({ main: [[{ node: next, type: 'main' as const, index: 0 }]] });
	return {
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node('Read', 'n8n-nodes-base.readWriteFile', { fileSelector: file }),
			node('Upload', `n8n-nodes-impact-advocate.${contender}`, { fileMode: 'asIs' }),
		],
		connections: { Start: to('Read'), Read: to('Upload') },
	};
}

async function measure(): Promise<Measurement> {
	const [contender, file = '', sandbox = '', packageFolder = ''] = process.argv.slice(2);
	const { nodes, credentialTypes } = await loadPackage(packageFolder);
	const own = nodesOfPackage('n8n-nodes-impact-advocate', [NativeFormData]);
	const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-run-'));
	const started = performance.now();
	const run = await runWorkflow({
		workflow: workflowFor(contender as Contender, file),
		nodeTypes: createNodeTypes(nodes, own, standIns),
		credentialTypes,
		credentials: { advocateApi: tenantCredential(JSON.parse(sandbox) as SandboxAddress) },
		binaryDataFolder: folder,
	});
	const milliseconds = performance.now() - started;
	rmSync(folder, { recursive: true, force: true });
	if (run.error || typeof run.json('Upload')[0]?.fileRef !== 'string') {
		throw new Error(`${contender} failed: ${run.error?.message}`);
	}
	return { peakBytes: peakMemory(), milliseconds };
}

printMeasurement(measure);
