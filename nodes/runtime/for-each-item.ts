import type { IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { settled } from '../../advocate/settled';
import { nodeError } from './node-error';
import { isAgentTool } from './node-outputs';

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
		if (!continuesOnFailure(context)) throw failure;
		onFailure(failure, itemIndex);
	}
}

/**
 * Whether a failure goes out on an item instead of stopping the node. An AI agent always gets it as an item,
 * unless its tool is explicitly set to stop the workflow: of an error that is thrown, n8n tells the agent no
 * more than the message, without what to do.
 */
export function continuesOnFailure(context: IExecuteFunctions): boolean {
	if (context.continueOnFail()) return true;
	return isAgentTool(context) && context.getNode().onError !== 'stopWorkflow';
}
