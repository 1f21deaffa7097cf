import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';
import type { OnMessage } from './messages.cts';

/** The rows of a sheet below its header, read anew each time. */
export type SheetRows = () => IDataObject[];

/**
 * n8n's Google Sheets node, for rows: reads the rows it is given, and calls `onMessage` with what it
 * would have appended or updated.
 */
export function googleSheets(onMessage: OnMessage, sheetRows: SheetRows): INodeType {
	return {
		description: describeNode({
			name: 'googleSheets',
			version: [4.5, 4.6, 4.7],
			properties: [
				property('resource', 'options', 'sheet'),
				property('operation', 'options', 'read'),
				property('documentId', 'json', {}),
				property('sheetName', 'json', {}),
				property('filtersUI', 'json', {}),
				property('columns', 'json', {}),
				property('options', 'json', {}),
			],
		}),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const operation = this.getNodeParameter('operation', 0);
			const items = operation === 'read' ? readRows(this, sheetRows()) : writeRows(this, onMessage);
			return await Promise.resolve([items]);
		},
	};
}

/** The rows that fit the filters, each with its number in the sheet: the header is row 1. */
function readRows(context: IExecuteFunctions, rows: IDataObject[]): INodeExecutionData[] {
	return context.getInputData().flatMap((_item, index) => {
		const { values = [] } = context.getNodeParameter('filtersUI', index, {}) as {
			values?: Array<{ lookupColumn: string; lookupValue: unknown }>;
		};
		return rows
			.map((row, at) => ({ row_number: at + 2, ...row }) as IDataObject)
			.filter((row) =>
				values.every(({ lookupColumn, lookupValue }) => row[lookupColumn] === lookupValue),
			)
			.map((json) => ({ json, pairedItem: { item: index } }));
	});
}

interface Columns {
	mappingMode: 'autoMapInputData' | 'defineBelow';
	value: IDataObject | null;
	matchingColumns?: string[];
}

function writeRows(context: IExecuteFunctions, onMessage: OnMessage): INodeExecutionData[] {
	const node = context.getNode();
	const operation = context.getNodeParameter('operation', 0);
	if (operation !== 'append' && operation !== 'update') {
		throw new NodeOperationError(node, 'This stand-in only reads, appends and updates rows');
	}
	return context.getInputData().map(({ json }, itemIndex) => {
		const columns = context.getNodeParameter('columns', itemIndex) as Columns | string;
		const { mappingMode, value, matchingColumns = [] } = columns as Columns;
		if (operation === 'update' && matchingColumns.length === 0) {
			throw new NodeOperationError(node, '`columns.matchingColumns` is required for Update Row');
		}
		const all = mappingMode === 'autoMapInputData' ? json : (value ?? {});
		// n8n never writes the number that it gives rows when it reads them.
		const row = operation === 'append' ? withoutNumber(all) : all;
		onMessage({ nodeName: node.name, itemIndex, parameters: { operation, row } });
		return { json: row, pairedItem: { item: itemIndex } };
	});
}

function withoutNumber(row: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'row_number'));
}
