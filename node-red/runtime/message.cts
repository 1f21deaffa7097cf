import type { NodeMessageInFlow, NodeMessageParts } from '@node-red/registry';

/** A message's place in a sequence, as Split and the file nodes write it. */
export interface Parts extends NodeMessageParts {
	type?: 'array' | 'string' | 'buffer' | 'object';
	/** The separator at which a text or a buffer was split. */
	ch?: string | Uint8Array | number[] | null;
	len?: number;
	key?: string;
	/** The property that was split, unless it is the payload. */
	property?: string;
	/** The place of this sequence in an outer one. */
	parts?: Parts;
}

/** What the nodes pass on to each other, so that nodes after Upload need no settings. */
export interface AdvocateMark {
	fileRef?: string;
	type?: string;
	jobId?: string;
}

export interface Message extends NodeMessageInFlow {
	filename?: unknown;
	parts?: Parts;
	reset?: unknown;
	/** Ends a sequence, as for Join. */
	complete?: unknown;
	advocate?: AdvocateMark;
}

/** One message per output, several for one output, or none. */
export type Outgoing = Array<Message | Message[] | null>;

/** The mark on a message, empty if it has none. A message may come from anywhere and hold anything. */
export function markOf({ advocate }: Message): AdvocateMark {
	return isPlainObject(advocate) ? (advocate as AdvocateMark) : {};
}

/** The message with another payload and mark; all its other properties pass through. */
export function withResult(message: Message, payload: unknown, mark: AdvocateMark = {}): Message {
	return { ...message, payload, advocate: { ...markOf(message), ...mark } };
}

/** An object of fields: not an array, a buffer, a stream, or anything with a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (Object.prototype.toString.call(value) !== '[object Object]') return false;
	return typeof (value as { pipe?: unknown }).pipe !== 'function';
}

/** Whether a value is a stream to read from. */
export function isStream(value: unknown): value is NodeJS.ReadableStream {
	if (typeof value !== 'object' || value === null) return false;
	return 'pipe' in value && typeof value.pipe === 'function' && Symbol.asyncIterator in value;
}
