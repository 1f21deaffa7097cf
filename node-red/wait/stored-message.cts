import { deserialize, serialize } from 'node:v8';
import type { Message } from '../runtime/message.cts';

/**
 * A message as a text that any store keeps: what JavaScript can clone (buffers, dates, maps, what refers to
 * itself). The rest is left out: functions, streams, the request of HTTP In.
 */
export function storedMessage(message: Message): string {
	const kept = Object.entries(message).filter(([, value]) => canBeStored(value));
	return serialize(Object.fromEntries(kept)).toString('base64');
}

/** The message again. */
export function messageStored(text: string): Message {
	return deserialize(Buffer.from(text, 'base64')) as Message;
}

function canBeStored(value: unknown): boolean {
	try {
		serialize(value);
		return true;
	} catch {
		return false;
	}
}
