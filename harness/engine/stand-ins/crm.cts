import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** The rows that a CRM returns, asked for anew each time. */
export type CrmRows = () => IDataObject[];

/** n8n's HubSpot node, for contacts. */
export function hubspot(rows: CrmRows): INodeType {
	return reader('hubspot', [2, 2.1, 2.2], rows);
}

/** n8n's HTTP Request, for an address that returns a list. */
export function httpRequest(rows: CrmRows): INodeType {
	return reader('httpRequest', [4, 4.1, 4.2, 4.3], rows);
}

function reader(name: string, version: number[], rows: CrmRows): INodeType {
	return {
		description: describeNode({ name, version, properties: [property('options', 'json', {})] }),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData().flatMap((_item, item) =>
				rows().map((json) => ({ json, pairedItem: { item } })),
			);
			return await Promise.resolve([items]);
		},
	};
}
