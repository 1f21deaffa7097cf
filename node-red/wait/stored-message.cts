import { deserialize, serialize } from 'node:v8';
import type { Message } from '../runtime/message.cts';

/**
 * A message as a text that any store can keep, with everything that JavaScript can clone (buffers, dates,
 * maps, circular references). Functions, streams and the request of HTTP In are left out.
 */
export function storedMessage(message: Message): string {
	const whole = serialized(message);
	if (whole !== undefined) return whole.toString('base64');
	const kept = Object.entries(message).filter(([, value]) => serialized(value) !== undefined);
	return serialize(Object.fromEntries(kept)).toString('base64');
}

/** The message that such a text stands for. */
export function restoredMessage(text: string): Message {
	return deserialize(Buffer.from(text, 'base64')) as Message;
}

function serialized(value: unknown): Buffer | undefined {
	try {
		return serialize(value);
	} catch {
		return undefined;
	}
}
