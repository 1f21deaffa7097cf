import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

interface ReadOptions {
	dataPropertyName?: string;
	fileName?: string;
	fileExtension?: string;
	mimeType?: string;
}

/** n8n's Read/Write Files from Disk, for reading only; `*` works in the file's name only. */
export class ReadWriteFile implements INodeType {
	description = describeNode({
		name: 'readWriteFile',
		version: [1, 1.1],
		properties: [
			property('operation', 'options', 'read'),
			property('fileSelector', 'string'),
			property('options', 'json', {}),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items: INodeExecutionData[] = [];
		for (const [index] of this.getInputData().entries()) {
			try {
				items.push(...(await readFiles(this, index)));
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				items.push({ json: { error: (error as Error).message }, pairedItem: { item: index } });
			}
		}
		return [items];
	}
}

async function readFiles(context: IExecuteFunctions, index: number): Promise<INodeExecutionData[]> {
	if (context.getNodeParameter('operation', index) !== 'read') {
		throw new NodeOperationError(context.getNode(), 'This stand-in only reads files', {
			itemIndex: index,
		});
	}
	const selector = context.getNodeParameter('fileSelector', index) as string;
	const paths = await matchingFiles(selector);
	// n8n's first version gives nothing then.
	if (paths.length === 0 && context.getNode().typeVersion > 1) {
		throw new NodeOperationError(context.getNode(), 'No file(s) found', {
			itemIndex: index,
			description: `No file matching the selector "${selector}" found`,
		});
	}
	return await Promise.all(paths.map((path) => readFile(context, index, path)));
}

async function readFile(
	context: IExecuteFunctions,
	index: number,
	path: string,
): Promise<INodeExecutionData> {
	const { dataPropertyName = 'data', ...overrides } = context.getNodeParameter(
		'options',
		index,
		{},
	) as ReadOptions;
	const { helpers } = context;
	const stream = await helpers.createReadStream(await helpers.resolvePath(path));
	const file = { ...(await helpers.prepareBinaryData(stream, path)), ...overrides };
	const { mimeType, fileType, fileName, fileExtension, fileSize } = file;
	return {
		json: { mimeType, fileType, fileName, fileExtension, fileSize },
		binary: { [dataPropertyName]: file },
		pairedItem: { item: index },
	};
}

async function matchingFiles(selector: string): Promise<string[]> {
	const folder = dirname(selector);
	const pattern = basename(selector).split('*').map(escapeForRegExp).join('.*');
	const names = await readdir(folder).catch(() => [] as string[]);
	const paths = names
		.filter((name) => new RegExp(`^${pattern}$`).test(name))
		.map((name) => join(folder, name))
		.sort();
	const stats = await Promise.all(paths.map((path) => stat(path)));
	return paths.filter((_, index) => stats[index]?.isFile());
}

function escapeForRegExp(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
