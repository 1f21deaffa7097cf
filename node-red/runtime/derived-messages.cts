import { withResult, type AdvocateMark, type Message } from './message.cts';
import type { NodeRed } from './red.cts';

/**
 * Makes several messages of one: nothing in one is shared with another, and what came in as the payload
 * is not copied along.
 */
export class DerivedMessages {
	private used = false;

	constructor(
		private readonly RED: NodeRed,
		private readonly message: Message,
	) {}

	/** The next one, with what it is to say. */
	next(payload: unknown, mark: AdvocateMark = {}): Message {
		const rest: Message = { ...this.message };
		delete rest.payload;
		const base = this.used ? this.RED.util.cloneMessage(rest) : rest;
		this.used = true;
		return withResult(base, payload, mark);
	}
}
