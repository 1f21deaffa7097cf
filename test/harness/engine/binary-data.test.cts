import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { createNodeTypes, nodesOfPackage } from '../../../harness/engine/node-types.cts';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import { describeNode } from '../../../harness/engine/stand-ins/describe-node.cts';
import { standIns } from '../../../harness/engine/stand-ins.cts';
import { inARow, ofN8n } from './tiny-workflow.cts';

/** Tells how a file reached it: in how many chunks, or all at once. */
class Measure implements INodeType {
	description = describeNode({ name: 'measure', version: 1 });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { id, mimeType, fileName } = this.helpers.assertBinaryData(0, 'data');
		let chunks = 0;
		let bytes = 0;
		if (id === undefined) {
			bytes = (await this.helpers.getBinaryDataBuffer(0, 'data')).length;
		} else {
			for await (const chunk of await this.helpers.getBinaryStream(id)) {
				chunks += 1;
				bytes += (chunk as Buffer).length;
			}
		}
		return [[{ json: { chunks, bytes, mimeType, fileName } }]];
	}
}

const MEGABYTE = 1024 * 1024;
const nodeTypes = createNodeTypes(nodesOfPackage('tiny', [Measure]), standIns);

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'engine-files-'));
	writeFileSync(join(folder, 'users.csv'), Buffer.alloc(MEGABYTE, 'x'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function readAndMeasure() {
	return inARow(
		ofN8n('Start', 'manualTrigger'),
		ofN8n('Read', 'readWriteFile', { fileSelector: join(folder, 'users.csv') }),
		{ name: 'Measure', type: 'tiny.measure' },
	);
}

test('with a folder a file is kept on disk and streamed', async () => {
	const binaryDataFolder = join(folder, 'kept');
	const run = await runWorkflow({ workflow: readAndMeasure(), nodeTypes, binaryDataFolder });

	expect(run.json('Measure')).toEqual([
		{ chunks: 16, bytes: MEGABYTE, mimeType: 'text/csv', fileName: 'users.csv' },
	]);
	expect(run.items('Read')[0]?.binary?.data?.data).toBe('filesystem-v2');
	expect(readdirSync(binaryDataFolder, { recursive: true }).length).toBeGreaterThan(1);
});

test('without one a file stays in memory', async () => {
	const run = await runWorkflow({ workflow: readAndMeasure(), nodeTypes });

	expect(run.json('Measure')).toEqual([
		{ chunks: 0, bytes: MEGABYTE, mimeType: 'text/csv', fileName: 'users.csv' },
	]);
	expect(run.items('Read')[0]?.binary?.data?.id).toBeUndefined();
});
