import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { typeOfItem } from '../parameters/job-type';
import {
	attempts,
	chosenLimits,
	requestTimeout,
	retryTimeLimit,
	type RequestOptions,
} from '../parameters/request-options';
import { fileOfItem, fileRef } from '../parameters/uploaded-file';
import { inputItem, type NodeOutputs } from '../runtime/node-outputs';
import { tenantClient } from '../runtime/tenant-client';

export const validateProperties: INodeProperties[] = [
	fileRef,
	typeOfItem,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [attempts, requestTimeout, retryTimeLimit],
	},
];

/** Has the file of one item validated; the item goes on as it came, with `valid` and `errors`. */
export async function validateFile(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: NodeOutputs<'Valid' | 'Invalid'>,
): Promise<void> {
	const file = fileOfItem(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as RequestOptions;
	const client = await tenantClient(context, chosenLimits(options));
	const errors = await client.validateJobCreation(file);
	const valid = errors.length === 0;
	const { json, binary } = inputItem(context, itemIndex);
	outputs.add(valid ? 'Valid' : 'Invalid', itemIndex, {
		json: { ...json, ...file, valid, errors },
		binary,
	});
}
