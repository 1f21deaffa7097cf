import type { IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { settled } from '../../advocate/settled';
import { nodeError } from './node-error';

/**
 * Does the work for each input item in turn. As n8n's "On Error" setting says, the first failure stops
 * it, or each failure is handed to `onFailure`.
 */
export async function forEachItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<void>,
	onFailure: (error: NodeApiError | NodeOperationError, itemIndex: number) => void,
): Promise<void> {
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		const outcome = await settled(work(itemIndex));
		if ('value' in outcome) continue;
		const failure = await nodeError(context, outcome.thrown, itemIndex);
		if (!context.continueOnFail()) throw failure;
		onFailure(failure, itemIndex);
	}
}
