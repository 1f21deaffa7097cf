import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { AdvocateError, type AdvocateErrorCode } from '../../advocate/errors';
import { credentialFor, keyRemoverOf } from './credential';
import type { RequestContext } from './request-context';

/** Errors about the builder's own settings or files, not about the API. */
const BUILDERS_OWN: AdvocateErrorCode[] = [
	'SETTINGS_INVALID',
	'FILE_REFUSED',
	'DELETION_NOT_CONFIRMED',
	'LIMIT_EXCEEDED',
	'CANCELLED',
];

/**
 * Any error as n8n shows it: what happened as the message, what to do as the description, and the API key
 * nowhere. This is the only place where nodes create n8n's errors.
 *
 * @param itemIndex the item it happened on, if there is one; it is that item's key that is removed
 */
export async function nodeError(
	context: Pick<RequestContext, 'getNode' | 'getCredentials'>,
	thrown: unknown,
	itemIndex?: number,
): Promise<NodeApiError | NodeOperationError> {
	const clean = await keyRemoverFor(context, itemIndex);
	const node = context.getNode();
	if (thrown instanceof AdvocateError) {
		const { message, hint } = thrown;
		const texts = { message: clean(message), hint: clean(hint) };
		return fromAdvocateError(node, thrown.rephrased(texts), itemIndex);
	}
	const isN8nError = thrown instanceof NodeApiError || thrown instanceof NodeOperationError;
	const error = isN8nError ? thrown : new NodeOperationError(node, asError(thrown), { itemIndex });
	return cleaned(error, clean);
}

/** The error as one text, for places where it does not fail the node. */
export async function errorText(
	context: Pick<RequestContext, 'getNode' | 'getCredentials'>,
	thrown: unknown,
	itemIndex?: number,
): Promise<string> {
	return inOneText(await nodeError(context, thrown, itemIndex));
}

/** What happened and what to do, for where an error has room for one text only. */
export function inOneText({ message, description }: NodeApiError | NodeOperationError): string {
	if (!description) return message;
	return /[.!?]$/.test(message) ? `${message} ${description}` : `${message}. ${description}`;
}

/** Redacts the API key, or nothing if the node has no credential: its errors are shown even then. */
async function keyRemoverFor(
	context: Pick<RequestContext, 'getCredentials'>,
	itemIndex: number | undefined,
): Promise<(text: string) => string> {
	return await credentialFor(context, itemIndex).then(keyRemoverOf, () => keyRemoverOf({}));
}

/** What was thrown as an `Error`. One from another realm is known by its message. */
function asError(thrown: unknown): Error {
	if (thrown instanceof Error) return thrown;
	const isObject = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
	return new Error(String(isObject ? thrown.message : thrown));
}

/** Removes the key from the error's texts, and whatever it carries of the request and the answer. */
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
