import type {
	AssignmentCollectionValue,
	FieldType,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { deepCopy, jsonParse, NodeOperationError, validateFieldType } from 'n8n-workflow';

import { describeNode, property } from './describe-node.cts';

/** n8n's Edit Fields (Set) from 3.3 on: field by field or as JSON, with or without the input. */
export class EditFields implements INodeType {
	description = describeNode({
		name: 'set',
		version: [3.3, 3.4],
		properties: [
			property('mode', 'options', 'manual'),
			property('jsonOutput', 'json', '{}'),
			property('assignments', 'assignmentCollection', {}),
			property('includeOtherFields', 'boolean', false),
			property('options', 'json', {}),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData().map((item, index) => editItem(this, item, index));
		return await Promise.resolve([items]);
	}
}

interface EditOptions {
	stripBinary?: boolean;
	dotNotation?: boolean;
}

function editItem(
	context: IExecuteFunctions,
	item: INodeExecutionData,
	index: number,
): INodeExecutionData {
	try {
		const keepsInput = context.getNodeParameter('includeOtherFields', index) === true;
		const options = context.getNodeParameter('options', index, {}) as EditOptions;
		const edited: INodeExecutionData = {
			json: keepsInput ? deepCopy(item.json) : {},
			pairedItem: { item: index },
		};
		for (const [name, value] of newFields(context, index)) {
			setField(edited.json, options.dotNotation === false ? [name] : name.split('.'), value);
		}
		if (keepsInput && !options.stripBinary) edited.binary = item.binary;
		return edited;
	} catch (error) {
		if (!context.continueOnFail()) {
			throw new NodeOperationError(context.getNode(), error as Error, { itemIndex: index });
		}
		return { json: { error: (error as Error).message }, pairedItem: { item: index } };
	}
}

function newFields(
	context: IExecuteFunctions,
	index: number,
): Array<[string, IDataObject[string]]> {
	if (context.getNodeParameter('mode', index) === 'raw') {
		const output = context.getNodeParameter('jsonOutput', index) as string | IDataObject;
		return Object.entries(typeof output === 'string' ? jsonParse<IDataObject>(output) : output);
	}
	const { assignments = [] } = context.getNodeParameter(
		'assignments',
		index,
	) as Partial<AssignmentCollectionValue>;
	return assignments.map(({ name, value, type }) => [name, convert(name, value, type)]);
}

/** The value as the type the user chose for the field. */
function convert(name: string, value: unknown, type = 'string'): IDataObject[string] {
	if (value === undefined || value === null) return null;
	const text = typeof value === 'object' ? JSON.stringify(value) : String(value as string);
	const result = validateFieldType(name, type === 'string' ? text : value, type as FieldType);
	if (!result.valid) throw new Error(result.errorMessage);
	return result.newValue as IDataObject[string];
}

function setField(target: IDataObject, path: string[], value: IDataObject[string]): void {
	const [key = '', ...rest] = path;
	if (rest.length === 0) {
		target[key] = value;
		return;
	}
	const inner = target[key];
	const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
	if (!isObject) target[key] = {};
	setField(target[key] as IDataObject, rest, value);
}
