import { parse } from 'csv-parse/sync';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { jsonParse, NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** n8n's Extract from File, for CSV and JSON. */
export class ExtractFromFile implements INodeType {
	description = describeNode({
		name: 'extractFromFile',
		version: [1, 1.1],
		properties: [
			property('operation', 'options', 'csv'),
			property('binaryPropertyName', 'string', 'data'),
			property('destinationKey', 'string', 'data'),
			property('options', 'json', {}),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items: INodeExecutionData[] = [];
		for (const index of this.getInputData().keys()) {
			try {
				const rows = await extract(this, index);
				items.push(...rows.map((json) => ({ json, pairedItem: { item: index } })));
			} catch (error) {
				if (!this.continueOnFail()) {
					throw new NodeOperationError(this.getNode(), error as Error, { itemIndex: index });
				}
				items.push({ json: { error: (error as Error).message }, pairedItem: { item: index } });
			}
		}
		return [items];
	}
}

async function extract(context: IExecuteFunctions, index: number): Promise<IDataObject[]> {
	const operation = context.getNodeParameter('operation', index);
	const property = context.getNodeParameter('binaryPropertyName', index);
	context.helpers.assertBinaryData(index, property);
	const content = await context.helpers.getBinaryDataBuffer(index, property);
	if (operation === 'csv') return rowsOf(content, context.getNodeParameter('options', index, {}));
	if (operation !== 'fromJson') throw new Error('This stand-in only extracts from CSV and JSON');
	const key = context.getNodeParameter('destinationKey', index) as string;
	return [{ [key]: content.length === 0 ? {} : jsonParse<IDataObject>(content.toString()) }];
}

/** A row for each line below the header; empty cells are left out, unless they are asked for. */
function rowsOf(content: Buffer, options: unknown): IDataObject[] {
	const { includeEmptyCells, enableBOM } = options as Record<string, boolean | undefined>;
	const rows = parse<IDataObject>(content, {
		columns: true,
		skip_empty_lines: true,
		bom: enableBOM === true,
	});
	if (includeEmptyCells) return rows;
	return rows.map((row) =>
		Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')),
	);
}
