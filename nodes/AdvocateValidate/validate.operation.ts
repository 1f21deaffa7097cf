import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { toolDescription } from '../parameters/agent-tool';
import { typeOfItem } from '../parameters/job-type';
import {
	attempts,
	chosenLimits,
	requestTimeout,
	retryTimeLimit,
	type RequestOptions,
} from '../parameters/request-options';
import { fileOfItem, fileRefProperties } from '../parameters/uploaded-file';
import { inputItem, type NodeOutputs } from '../runtime/node-outputs';
import { tenantClient } from '../runtime/tenant-client';

export const VALIDATE_OUTPUTS = ['Valid', 'Invalid'] as const;

type ValidateOutputs = NodeOutputs<(typeof VALIDATE_OUTPUTS)[number]>;

export const validateProperties: INodeProperties[] = [
	toolDescription(
		'Check a file that was uploaded to impact.com Advocate before it is imported. Takes the fileRef that the upload gave. Answers with outcome valid or invalid, and the errors. Nothing is imported.',
	),
	...fileRefProperties,
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

/**
 * Has Advocate validate the file of one item. The item goes out as it came in, with `valid` and `errors`
 * added.
 */
export async function validateFile(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: ValidateOutputs,
): Promise<void> {
	const file = fileOfItem(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as RequestOptions;
	const client = await tenantClient(context, chosenLimits(options), itemIndex);
	const errors = await client.validateJobCreation(file);
	const valid = errors.length === 0;
	const { json, binary } = inputItem(context, itemIndex);
	outputs.add(valid ? 'Valid' : 'Invalid', itemIndex, {
		json: { ...json, ...file, valid, errors },
		binary,
	});
}
