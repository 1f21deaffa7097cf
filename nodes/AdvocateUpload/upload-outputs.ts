import type { IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { NodeOutputs } from '../runtime/node-outputs';

export const UPLOAD_OUTPUTS = ['Uploaded', 'Rejected'] as const;

export type UploadOutputs = NodeOutputs<(typeof UPLOAD_OUTPUTS)[number]>;

/** All input items on Rejected, for a failure before anything was uploaded. */
export function allRejected(
	context: IExecuteFunctions,
	failure: NodeApiError | NodeOperationError,
): UploadOutputs {
	const outputs = new NodeOutputs(context, UPLOAD_OUTPUTS);
	for (const itemIndex of context.getInputData().keys()) {
		outputs.addFailure('Rejected', itemIndex, failure);
	}
	return outputs;
}
