import { compileFunction } from 'node:vm';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** What code sees of the workflow: `$('Node')`, `$input`. */
interface WorkflowData {
	$: unknown;
	$input: unknown;
}

/** n8n's Code node, for JavaScript that runs once for all items. */
export class Code implements INodeType {
	description = describeNode({
		name: 'code',
		version: [1, 2],
		properties: [
			property('mode', 'options', 'runOnceForAllItems'),
			property('language', 'options', 'javaScript'),
			property('jsCode', 'string'),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('mode', 0) !== 'runOnceForAllItems') {
			throw new NodeOperationError(this.getNode(), 'This stand-in only runs once for all items');
		}
		const { $, $input } = this.getWorkflowDataProxy(0) as unknown as WorkflowData;
		const code = this.getNodeParameter('jsCode', 0) as string;
		const run = compileFunction(code, ['$', '$input']) as (...given: unknown[]) => unknown;
		const items = run($, $input) as Array<{ json: IDataObject }>;
		return await Promise.resolve([items.map(({ json }) => ({ json }))]);
	}
}
