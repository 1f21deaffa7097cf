import { isRecord } from '../../advocate/json.ts';
import type { Message, Parts } from '../runtime/message.cts';

/*
 * What a message is in a sequence, as Node-RED's own nodes make them. Join takes them in the same way
 * (`@node-red/nodes`, core/sequence/17-split.js).
 */

/** A message that is part of a sequence, or ends one. */
export type PartMessage = Message & { parts: Parts };

/** Whether a message belongs to a sequence, and has a place in it, says how long it is, or ends it. */
export function isPart(message: Message): message is PartMessage {
	const { parts } = message as { parts?: Partial<Parts> | null };
	if (typeof parts !== 'object' || parts === null) return false;
	if (typeof parts.id !== 'string' && typeof parts.id !== 'number') return false;
	const hasPlace = wholeNumber(parts.index) !== undefined || wholeNumber(parts.count) !== undefined;
	return hasPlace || endsSequence(message);
}

/** Whether a message has msg.complete, which ends a sequence. */
export function endsSequence(message: Message): boolean {
	return Object.hasOwn(message, 'complete') && message.complete !== false;
}

/**
 * Whether a message adds something to its sequence. One that does not may say how long the sequence is, or
 * end it.
 */
export function holdsContent(message: Message, payload: unknown): boolean {
	const index = wholeNumber(message.parts?.index);
	if (endsSequence(message)) {
		if (payload === undefined || payload === null) return false;
		// CSV makes it of an empty last line, if it is told to keep empty texts.
		if (isBlankRow(payload)) return false;
		return index !== undefined || typeof payload === 'object' || isText(payload);
	}
	// CSV makes it of the header line, if it is told to keep empty texts.
	if (index !== undefined && index < 0 && isBlankRow(payload)) return false;
	return !isEndOfFile(message, payload);
}

/**
 * If a file exactly fills its last chunk, File In sends one more message, which only says that it was the
 * last.
 */
function isEndOfFile({ parts }: Message, payload: unknown): boolean {
	const count = wholeNumber(parts?.count);
	return payload === undefined && count !== undefined && (wholeNumber(parts?.index) ?? 0) >= count;
}

function isText(payload: unknown): boolean {
	return typeof payload === 'string' && payload !== '';
}

function isBlankRow(payload: unknown): boolean {
	if (!isRecord(payload) || Buffer.isBuffer(payload)) return false;
	return Object.values(payload).every((value) => value === '' || value === null);
}

/** A place or a number of parts: CSV makes it NaN where it does not know it. */
export function wholeNumber(value: unknown): number | undefined {
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
