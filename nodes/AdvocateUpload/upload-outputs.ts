import type {
	IDataObject,
	IExecuteFunctions,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { NodeOutputs } from '../runtime/node-outputs';

export const UPLOAD_OUTPUTS = ['Uploaded', 'Rejected'] as const;

export type UploadOutputs = NodeOutputs<(typeof UPLOAD_OUTPUTS)[number]>;

/** How many rejected items tell what is said of all of them: a mapping on each of half a million would fill memory. */
const MOST_TOLD = 1_000;

/**
 * What a rejected item has besides its row if nothing was uploaded, and there is no other item to say it. Names of the
 * row's own go before these.
 *
 * @param place the item's place among the rejected ones, from 0
 */
export function toldWithout(place: number, told: IDataObject | undefined): IDataObject {
	return place < MOST_TOLD ? { ...told } : {};
}

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
