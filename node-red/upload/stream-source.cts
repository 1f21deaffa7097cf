import { AdvocateError } from '../../advocate/errors.ts';
import { isPlainObject, isStream, type Message } from '../runtime/message.cts';
import { stopIfAborted } from '../runtime/system-time.cts';
import { settled } from '../../advocate/settled.ts';

/** What a stream holds: rows, or the bytes of a file. */
export type StreamSource = { rows: unknown[] } | { content: AsyncIterable<Uint8Array | string> };

/**
 * Keeps a stream that fails before its message's turn from ending Node-RED: the message fails in its turn
 * instead.
 */
export function holdStreams(message: Message): void {
	for (const value of Object.values(message)) {
		if (isStream(value)) value.on('error', () => undefined);
	}
}

/**
 * Tells by its first piece what a stream holds: objects, as from database nodes and parsers, which are
 * all read as rows, or a file's content, which is still to be read.
 *
 * @param signal ends the reading
 * @throws {AdvocateError} SETTINGS_INVALID for other pieces; FILE_REFUSED if the stream breaks off;
 * CANCELLED
 */
export async function streamSource(
	stream: NodeJS.ReadableStream,
	signal: AbortSignal,
): Promise<StreamSource> {
	signal.addEventListener('abort', () => destroy(stream), { once: true });
	const pieces = piecesOf(stream, signal);
	const first = await pieces.next();
	const isOfObjects = first.done !== true && isPlainObject(first.value);
	const all = resumed(first, pieces);
	if (!isOfObjects) return { content: contentOf(all) };
	const rows: unknown[] = [];
	for await (const row of all) rows.push(row);
	return { rows };
}

async function* piecesOf(
	stream: NodeJS.ReadableStream,
	signal: AbortSignal,
): AsyncGenerator<unknown> {
	const iterator = (stream as AsyncIterable<unknown>)[Symbol.asyncIterator]();
	// A stream of the older kind can't be destroyed, and may never give anything again.
	const stopped = new Promise<never>((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
	});
	try {
		for (;;) {
			const outcome = await settled(Promise.race([iterator.next(), stopped]));
			stopIfAborted(signal);
			if ('thrown' in outcome) throw brokenOff(outcome.thrown);
			if (outcome.value.done === true) return;
			yield outcome.value.value;
		}
	} finally {
		destroy(stream);
	}
}

async function* resumed(
	first: IteratorResult<unknown, unknown>,
	rest: AsyncGenerator<unknown>,
): AsyncGenerator<unknown> {
	if (first.done === true) return;
	yield first.value;
	yield* rest;
}

/** Passes on texts and bytes. Anything else would end Node-RED when it is written to a file. */
async function* contentOf(pieces: AsyncIterable<unknown>): AsyncGenerator<Uint8Array | string> {
	for await (const piece of pieces) {
		if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) throw noContent(piece);
		yield piece;
	}
}

/** Destroys a stream. Streams of the older kind have no such method. */
function destroy(stream: NodeJS.ReadableStream & { destroy?: () => unknown }): void {
	stream.destroy?.();
}

function noContent(piece: unknown): AdvocateError {
	const kind = Array.isArray(piece) ? 'an array' : `a value of the type ${typeof piece}`;
	return new AdvocateError(
		'SETTINGS_INVALID',
		`The stream gives ${kind} instead of text or bytes`,
		{
			hint: 'Give this node a stream of text or bytes, which is a file, or one of objects only, which are rows.',
		},
	);
}

function brokenOff(thrown: unknown): AdvocateError {
	const isObject = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
	const reason = isObject ? ` The reason given: ${String(thrown.message)}` : '';
	return new AdvocateError('FILE_REFUSED', 'The stream broke off before its end', {
		hint: `None of it was imported. Check the node that gives the stream.${reason}`,
	});
}
