import { ApiError } from '../api-error.cts';
import { forgeries } from '../webhooks/signatures.cts';
import type { WebhookControl } from '../webhooks/webhook-control.cts';
import type { FlushOptions, HookSketch } from '../webhooks/webhooks.cts';
import { jsonAnswer } from './answers.cts';
import type { Answer } from './answers.cts';

/**
 * Answers a request to `/__sandbox/hooks…`.
 * @param action the method and the path after `/__sandbox`, such as `POST /hooks/flush`
 * @param body the request's JSON body; undefined when it has none
 * @throws ApiError 404 for an unknown action, 400 for a body that does not fit the action
 */
export async function answerHookControl(
	webhooks: WebhookControl,
	action: string,
	body: unknown,
): Promise<Answer> {
	const redelivered = /^POST \/hooks\/([0-9a-f]+)\/redeliver$/.exec(action)?.[1];
	if (redelivered !== undefined) {
		const { endpointUrl } = fieldsOf(body);
		return jsonAnswer(200, await webhooks.redeliver(redelivered, text(endpointUrl)));
	}
	switch (action) {
		case 'GET /hooks':
			return jsonAnswer(200, webhooks.deliveries);
		case 'POST /hooks/flush':
			return jsonAnswer(200, await webhooks.flush(flushOptions(body)));
		case 'POST /hooks/send':
			return jsonAnswer(200, await webhooks.send(hookSketch(body)));
		case 'POST /hooks/rotate-key':
			await webhooks.rotateKey({ keepOld: flag(fieldsOf(body), 'keepOld') ?? true });
			return jsonAnswer(200, {});
		default:
			throw new ApiError(404, `The sandbox has no ${action}; see its README`);
	}
}

function flushOptions(body: unknown): FlushOptions {
	const fields = fieldsOf(body);
	const { times = 1 } = fields;
	if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > 100) {
		throw new ApiError(400, 'times must be an integer, 1 to 100');
	}
	return { times, reversed: flag(fields, 'reversed'), atOnce: flag(fields, 'atOnce') };
}

function hookSketch(body: unknown): HookSketch {
	const { data, ...fields } = fieldsOf(body);
	const { forgery, fields: others } = fields;
	if (forgery !== undefined && !forgeries.some((known) => known === forgery)) {
		throw new ApiError(400, `forgery must be one of ${forgeries.join(', ')}`);
	}
	for (const name of ['tenantAlias', 'type', 'endpointUrl', 'rawBody']) {
		if (!['string', 'undefined'].includes(typeof fields[name])) {
			throw new ApiError(400, `${name} must be a string`);
		}
	}
	const { endpointUrl } = fields as HookSketch;
	if (endpointUrl !== undefined && !URL.canParse(endpointUrl)) {
		throw new ApiError(400, 'endpointUrl must be a URL');
	}
	return { ...(fields as HookSketch), data, fields: fieldsOf(others) };
}

function flag(fields: Record<string, unknown>, name: string): boolean | undefined {
	const value = fields[name];
	if (value === undefined || typeof value === 'boolean') return value;
	throw new ApiError(400, `${name} must be true or false`);
}

function text(endpointUrl: unknown): string | undefined {
	if (endpointUrl === undefined || typeof endpointUrl === 'string') return endpointUrl;
	throw new ApiError(400, 'endpointUrl must be a string');
}

function fieldsOf(body: unknown = {}): Record<string, unknown> {
	if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	throw new ApiError(400, 'The body must be a JSON object');
}
