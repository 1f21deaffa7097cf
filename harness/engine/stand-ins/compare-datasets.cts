import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

interface MatchedFields {
	field1: string;
	field2: string;
}

/** n8n's Compare Datasets, for items that are matched by their fields and may differ in the rest. */
export class CompareDatasets implements INodeType {
	description = describeNode({
		name: 'compareDatasets',
		version: [2.3],
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		inputNames: ['Input A', 'Input B'],
		requiredInputs: 1,
		outputs: [
			NodeConnectionTypes.Main,
			NodeConnectionTypes.Main,
			NodeConnectionTypes.Main,
			NodeConnectionTypes.Main,
		],
		outputNames: ['In A only', 'Same', 'Different', 'In B only'],
		properties: [
			property('mergeByFields', 'json', {}),
			property('resolve', 'options', 'includeBoth'),
			property('fuzzyCompare', 'boolean', false),
			property('options', 'json', {}),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const fields = this.getNodeParameter('mergeByFields.values', 0, []) as MatchedFields[];
		const isFuzzy = this.getNodeParameter('fuzzyCompare', 0, false) === true;
		const left = notEmpty(this.getInputData(0));
		const right = notEmpty(this.getInputData(1));
		const isSame = (a: unknown, b: unknown) =>
			isFuzzy ? shapeOf(a) === shapeOf(b) : JSON.stringify(a) === JSON.stringify(b);
		const outputs: INodeExecutionData[][] = [[], [], [], []];
		const matched = new Set<INodeExecutionData>();
		for (const item of left) {
			const match = right.find(({ json }) =>
				fields.every(
					({ field1, field2 }) =>
						item.json[field1] !== undefined && isSame(item.json[field1], json[field2]),
				),
			);
			if (match) matched.add(match);
			const isEqual =
				match && Object.keys(item.json).every((key) => isSame(item.json[key], match.json[key]));
			outputs[match === undefined ? 0 : isEqual ? 1 : 2]?.push(item);
		}
		outputs[3] = right.filter((item) => !matched.has(item));
		return await Promise.resolve(outputs);
	}
}

function notEmpty(items: INodeExecutionData[] | undefined): INodeExecutionData[] {
	return (items ?? []).filter(({ json }) => Object.keys(json).length > 0);
}

/** A number and its text are alike, and so are all kinds of nothing. */
function shapeOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}
