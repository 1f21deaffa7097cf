import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** Gives the rows that the database returns for a query and its parameters. */
export type AnswerQuery = (query: string, parameters: unknown[]) => IDataObject[];

/** n8n's Postgres node, for Execute Query. */
export function postgres(answer: AnswerQuery): INodeType {
	return {
		description: describeNode({
			name: 'postgres',
			version: [2.5, 2.6],
			properties: [
				property('operation', 'options', 'insert'),
				property('query', 'string'),
				property('options', 'json', {}),
			],
		}),
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			if (this.getNodeParameter('operation', 0) !== 'executeQuery') {
				throw new NodeOperationError(this.getNode(), 'This stand-in only executes queries');
			}
			const items = this.getInputData().flatMap((_item, index) => {
				const query = this.getNodeParameter('query', index) as string;
				const { queryReplacement = [] } = this.getNodeParameter('options', index) as {
					queryReplacement?: unknown[];
				};
				const rows = answer(query, queryReplacement);
				return rows.map((json) => ({ json, pairedItem: { item: index } }));
			});
			return await Promise.resolve([items]);
		},
	};
}
