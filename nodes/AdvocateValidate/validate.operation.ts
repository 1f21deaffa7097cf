import type { IExecuteFunctions } from 'n8n-workflow';
import { tenantClient } from '../runtime/tenant-client';
import { requestLimits, type RequestOptions } from '../parameters/request-options';
import { inputItem, type NodeOutputs } from '../runtime/node-outputs';
import { uploadedFile } from '../parameters/uploaded-file';

/** Has the file of one item validated; the item goes on as it came, with `valid` and `errors`. */
export async function validateFile(
	context: IExecuteFunctions,
	itemIndex: number,
	outputs: NodeOutputs<'Valid' | 'Invalid'>,
): Promise<void> {
	const file = uploadedFile(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as RequestOptions;
	const client = await tenantClient(context, requestLimits(options));
	const errors = await client.validateJobCreation(file);
	const valid = errors.length === 0;
	const { json, binary } = inputItem(context, itemIndex);
	outputs.add(valid ? 'Valid' : 'Invalid', itemIndex, {
		json: { ...json, ...file, valid, errors },
		binary,
	});
}
