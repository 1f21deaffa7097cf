import type { IncomingMessage } from 'node:http';
import { AdvocateError } from '../../advocate/errors.ts';
import { settled } from '../../advocate/settled.ts';
import type { HookAnswer } from '../../advocate/webhooks/receive.ts';

/** A hook names a job and little else: far less than this (bytes). */
const MOST_BYTES = 1024 * 1024;

/** The bodies that were kept, or why they can't be a hook's. */
const kept = new WeakMap<IncomingMessage, Uint8Array | HookAnswer>();

/** By this the parsers of Express know that a body has been read. */
type Marked = IncomingMessage & { _body?: boolean };

/** Reads a request's body and keeps it, so that no parser reads it after this. */
export async function keepBody(request: Marked): Promise<void> {
	if (isRead(request)) return;
	request._body = true;
	const outcome = await settled(wholeBody(request));
	kept.set(
		request,
		'value' in outcome
			? (outcome.value ?? { status: 413, message: 'The webhook is too large' })
			: { status: 400, message: 'The webhook broke off before its end' },
	);
}

/**
 * The exact bytes of a request's body, which its signature covers.
 *
 * @returns an answer, if it can't be a hook
 * @throws {AdvocateError} SETTINGS_INVALID when somebody else has read it and kept only what it means
 */
export async function rawBody(request: IncomingMessage): Promise<Uint8Array | HookAnswer> {
	if (!kept.has(request)) await keepBody(request);
	const body = kept.get(request);
	if (body !== undefined) return body;
	throw new AdvocateError('SETTINGS_INVALID', 'Something else had read the webhook before', {
		hint: 'Its signature covers its exact bytes: have the program in which Node-RED runs leave the bodies of requests to this path unread.',
	});
}

function isRead({ _body, readableEnded }: Marked): boolean {
	return _body === true || readableEnded;
}

/**
 * @returns undefined if there is more of it than a hook can have; the rest is not read, but the request can
 * still be answered
 */
async function wholeBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const read = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
	for await (const chunk of read) {
		size += chunk.length;
		if (size > MOST_BYTES) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
