import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INode,
	type JsonObject,
} from 'n8n-workflow';
import { AdvocateError, type AdvocateErrorCode } from '../advocate/errors';

/** Errors that are about a setting or a file of the builder's, not about the API. */
const BUILDERS_OWN: AdvocateErrorCode[] = [
	'SETTINGS_INVALID',
	'FILE_REFUSED',
	'DELETION_NOT_CONFIRMED',
	'CANCELLED',
];

/**
 * Any error as n8n shows it: what happened as the message, what to do as the description.
 *
 * @param itemIndex the item it happened on, where there is one
 */
export function nodeError(
	node: INode,
	thrown: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) return thrown;
	if (!(thrown instanceof AdvocateError)) {
		return new NodeOperationError(node, thrown as Error, { itemIndex });
	}
	const { message, hint, status, code } = thrown;
	if (BUILDERS_OWN.includes(code)) {
		return new NodeOperationError(node, message, { description: hint, itemIndex, type: code });
	}
	const response: JsonObject = { message, code };
	const httpCode = status === undefined ? undefined : String(status);
	return new NodeApiError(node, response, { message, description: hint, httpCode, itemIndex });
}

/**
 * Does the work for each input item in turn, as n8n's "On Error" setting wants it: stop at the first
 * failure, or hand it to `onFailure` and go on.
 */
export async function forEachItem(
	context: IExecuteFunctions,
	work: (itemIndex: number) => Promise<void>,
	onFailure: (error: NodeApiError | NodeOperationError, itemIndex: number) => void,
): Promise<void> {
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		const failure = await work(itemIndex).then(
			() => undefined,
			(thrown: unknown) => nodeError(context.getNode(), thrown, itemIndex),
		);
		if (failure === undefined) continue;
		if (!context.continueOnFail()) throw failure;
		onFailure(failure, itemIndex);
	}
}
