import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** n8n's Split Out: one list within an item becomes items, with no other fields. */
export class SplitOut implements INodeType {
	description = describeNode({
		name: 'splitOut',
		version: 1,
		properties: [
			property('fieldToSplitOut', 'string'),
			property('include', 'options', 'noOtherFields'),
			property('options', 'json', {}),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData().flatMap(({ json }, index) => {
			const field = this.getNodeParameter('fieldToSplitOut', index) as string;
			if (this.getNodeParameter('include', index) !== 'noOtherFields' || field.includes(',')) {
				throw new NodeOperationError(
					this.getNode(),
					'This stand-in only splits out one field, without the others',
					{ itemIndex: index },
				);
			}
			return elementsOf(json, field).map((element) => ({
				json: isObject(element) ? { ...element } : { [field]: element },
				pairedItem: { item: index },
			}));
		});
		return await Promise.resolve([items]);
	}
}

type Value = IDataObject[string];

/**
 * As in n8n, a missing field gives nothing, a single value is a list of one, and an object is a list of
 * its values.
 */
function elementsOf(json: IDataObject, field: string): Value[] {
	const value = field
		.split('.')
		.reduce<Value>((inner, name) => (isObject(inner) ? inner[name] : undefined), json);
	if (value === undefined) return [];
	if (Array.isArray(value)) return value as Value[];
	return isObject(value) ? Object.values(value) : [value];
}

function isObject(value: Value): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
