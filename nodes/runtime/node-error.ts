import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { AdvocateError, type AdvocateErrorCode } from '../../advocate/errors';
import { CREDENTIAL_NAME, keyRemoverOf, type AdvocateCredential } from './credential';
import type { RequestContext } from './request-context';

/** Errors that are about a setting or a file of the builder's, not about the API. */
const BUILDERS_OWN: AdvocateErrorCode[] = [
	'SETTINGS_INVALID',
	'FILE_REFUSED',
	'DELETION_NOT_CONFIRMED',
	'CANCELLED',
];

/**
 * Any error as n8n shows it: what happened as the message, what to do as the description, and nowhere
 * the API key. The one place where nodes make errors of n8n's.
 *
 * @param itemIndex the item it happened on, where there is one
 */
export async function nodeError(
	context: Pick<RequestContext, 'getNode' | 'getCredentials'>,
	thrown: unknown,
	itemIndex?: number,
): Promise<NodeApiError | NodeOperationError> {
	const clean = await keyRemoverFor(context);
	const node = context.getNode();
	if (thrown instanceof AdvocateError) {
		const { message, hint } = thrown;
		const texts = { message: clean(message), hint: clean(hint) };
		return fromAdvocateError(node, thrown.rephrased(texts), itemIndex);
	}
	const isOfN8n = thrown instanceof NodeApiError || thrown instanceof NodeOperationError;
	const error = isOfN8n ? thrown : new NodeOperationError(node, asError(thrown), { itemIndex });
	return cleaned(error, clean);
}

/** The same as one text, for where an error does not fail the node. */
export async function errorText(
	context: Pick<RequestContext, 'getNode' | 'getCredentials'>,
	thrown: unknown,
): Promise<string> {
	const { message, description } = await nodeError(context, thrown);
	return [message, description].filter(Boolean).join('. ');
}

/** An error without a credential is told all the same. */
async function keyRemoverFor(
	context: Pick<RequestContext, 'getCredentials'>,
): Promise<(text: string) => string> {
	return await context
		.getCredentials<AdvocateCredential>(CREDENTIAL_NAME)
		.then(keyRemoverOf, () => keyRemoverOf({}));
}

/** Whether or not it is an `Error` of this realm. */
function asError(thrown: unknown): Error {
	if (thrown instanceof Error) return thrown;
	const isObject = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
	return new Error(String(isObject ? thrown.message : thrown));
}

/** Texts without the key, and nothing of the request or answer that an error may carry along. */
function cleaned<T extends NodeApiError | NodeOperationError>(
	error: T,
	clean: (text: string) => string,
): T {
	error.message = clean(error.message);
	if (error.description) error.description = clean(error.description);
	if (error.stack !== undefined) error.stack = clean(error.stack);
	error.messages = error.messages.map(clean);
	error.cause = undefined;
	error.errorResponse = undefined;
	return error;
}

function fromAdvocateError(
	node: INode,
	{ message, hint, status, code }: AdvocateError,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (BUILDERS_OWN.includes(code)) {
		return new NodeOperationError(node, message, { description: hint, itemIndex, type: code });
	}
	const response: JsonObject = { message, code };
	const httpCode = status === undefined ? undefined : String(status);
	return new NodeApiError(node, response, { message, description: hint, httpCode, itemIndex });
}
