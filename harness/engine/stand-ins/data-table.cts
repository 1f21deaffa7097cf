import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** The data tables of a pretended n8n, by name. Rows have an `id`, counted from 1. */
export class DataTables {
	private readonly tables = new Map<string, IDataObject[]>();

	private lastId = 0;

	/** Makes an empty table unless there is one of that name. */
	create(name: string): void {
		if (!this.tables.has(name)) this.tables.set(name, []);
	}

	/** @throws if there is no such table, as n8n does */
	rows(name: string): IDataObject[] {
		const rows = this.tables.get(name);
		if (rows) return rows;
		throw new Error(`Data table with name "${name}" not found`);
	}

	insert(name: string, row: IDataObject): IDataObject {
		const inserted = { id: ++this.lastId, ...row };
		this.rows(name).push(inserted);
		return inserted;
	}

	/** Removes the rows that fit, and returns them. */
	remove(name: string, fits: (row: IDataObject) => boolean): IDataObject[] {
		const removed = this.rows(name).filter(fits);
		this.tables.set(
			name,
			this.rows(name).filter((row) => !removed.includes(row)),
		);
		return removed;
	}
}

/** n8n's Data Table node: makes tables, inserts rows, and gets, upserts, updates and deletes them by conditions. */
export function dataTable(tables: DataTables): INodeType {
	return {
		description: describeNode({
			name: 'dataTable',
			version: [1, 1.1],
			properties: [
				property('resource', 'options', 'row'),
				property('operation', 'options', 'insert'),
				property('tableName', 'string'),
				property('dataTableId', 'json', {}),
				property('matchType', 'options', 'anyCondition'),
				property('filters', 'json', {}),
				property('columns', 'json', {}),
			],
		}),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData().flatMap((_item, index) => {
				const rows = operate(this, tables, index);
				return rows.map((json) => ({ json: { ...json }, pairedItem: { item: index } }));
			});
			return await Promise.resolve([items]);
		},
	};
}

function operate(context: IExecuteFunctions, tables: DataTables, index: number): IDataObject[] {
	if (context.getNodeParameter('resource', index) === 'table') {
		const name = context.getNodeParameter('tableName', index) as string;
		tables.create(name);
		return [{ name }];
	}
	const { value: name } = context.getNodeParameter('dataTableId', index) as { value: string };
	const fits = conditionsOf(context, index);
	const fitting = tables.rows(name).filter(fits);
	const operation = context.getNodeParameter('operation', index);
	switch (operation) {
		case 'get':
			return fitting;
		case 'insert':
			return [tables.insert(name, columnsOf(context, index))];
		case 'deleteRows':
			return tables.remove(name, fits);
		case 'update':
			return fitting.map((row) => Object.assign(row, columnsOf(context, index)));
		case 'upsert':
			if (fitting.length === 0) return [tables.insert(name, columnsOf(context, index))];
			return fitting.map((row) => Object.assign(row, columnsOf(context, index)));
		default:
			throw new NodeOperationError(
				context.getNode(),
				`This stand-in does not support "${operation}"`,
			);
	}
}

function columnsOf(context: IExecuteFunctions, index: number): IDataObject {
	const { mappingMode, value } = context.getNodeParameter('columns', index) as {
		mappingMode: 'autoMapInputData' | 'defineBelow';
		value: IDataObject;
	};
	return mappingMode === 'autoMapInputData' ? (context.getInputData()[index]?.json ?? {}) : value;
}

interface Condition {
	keyName: string;
	condition?: 'eq' | 'isEmpty' | 'lte';
	keyValue?: unknown;
}

function conditionsOf(context: IExecuteFunctions, index: number): (row: IDataObject) => boolean {
	const { conditions = [] } = context.getNodeParameter('filters', index, {}) as {
		conditions?: Condition[];
	};
	const all = context.getNodeParameter('matchType', index) === 'allConditions';
	if (conditions.length === 0) return () => true;
	return (row) =>
		all ? conditions.every((one) => holds(row, one)) : conditions.some((one) => holds(row, one));
}

function holds(row: IDataObject, { keyName, condition = 'eq', keyValue }: Condition): boolean {
	const value = row[keyName];
	switch (condition) {
		case 'isEmpty':
			return (value ?? '') === '';
		case 'lte':
			return typeof value === 'number' && value <= Number(keyValue);
		case 'eq':
			return value === keyValue;
	}
}
