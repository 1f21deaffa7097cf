import { AdvocateError } from '../../advocate/errors.ts';
import { isPlainObject, isStream, type Message } from '../runtime/message.cts';
import { stopIfAborted } from '../runtime/system-time.cts';
import { settled } from '../../advocate/settled.ts';

/** What a stream holds: rows, or the bytes of a file. */
export type StreamSource = { rows: unknown[] } | { content: AsyncIterable<Uint8Array | string> };

/** Sees to it that a stream which fails before its message has its turn does not end Node-RED: it fails then. */
export function holdStreams(message: Message): void {
	for (const value of Object.values(message)) {
		if (isStream(value)) value.on('error', () => undefined);
	}
}

/**
 * Tells by its first piece whether a stream is one of objects, as database nodes and parsers give, which are
 * read to the last as rows, or one of a file's content, which is still to be read.
 *
 * @param signal ends the reading
 * @throws {AdvocateError} SETTINGS_INVALID for other pieces; FILE_REFUSED where it breaks off; CANCELLED
 */
export async function streamSource(
	stream: NodeJS.ReadableStream,
	signal: AbortSignal,
): Promise<StreamSource> {
	signal.addEventListener('abort', () => destroyed(stream), { once: true });
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
	try {
		for (;;) {
			const outcome = await settled(iterator.next());
			stopIfAborted(signal);
			if ('thrown' in outcome) throw brokenOff(outcome.thrown);
			if (outcome.value.done === true) return;
			yield outcome.value.value;
		}
	} finally {
		destroyed(stream);
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

/** Anything else would end Node-RED where it is written to a file. */
async function* contentOf(pieces: AsyncIterable<unknown>): AsyncGenerator<Uint8Array | string> {
	for await (const piece of pieces) {
		if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) throw noContent(piece);
		yield piece;
	}
}

/** Streams of the older kind have no such method. */
function destroyed(stream: NodeJS.ReadableStream & { destroy?: () => unknown }): void {
	stream.destroy?.();
}

function noContent(piece: unknown): AdvocateError {
	const kind = Array.isArray(piece) ? 'an array' : `a value of the type ${typeof piece}`;
	return new AdvocateError('SETTINGS_INVALID', `The stream gives ${kind} in place of text`, {
		hint: 'Give this node a stream of text or bytes, which is a file, or one of objects only, which are rows.',
	});
}

function brokenOff(thrown: unknown): AdvocateError {
	const isObject = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
	const reason = isObject ? ` The reason given: ${String(thrown.message)}` : '';
	return new AdvocateError('FILE_REFUSED', 'The stream broke off before its end', {
		hint: `Nothing of it was imported. Look at the node that gives the stream.${reason}`,
	});
}
