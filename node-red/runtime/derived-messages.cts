import { withResult, type AdvocateMark, type Message } from './message.cts';
import type { NodeRed } from './corrected-types.cts';

/** The mark of rows that were not uploaded: an earlier upload's file and job on the message are not theirs. */
export const NOT_UPLOADED: AdvocateMark = { fileRef: undefined, jobId: undefined };

/**
 * Makes several messages from one. They share nothing with each other, and the incoming payload is not
 * copied along. The last one is the message itself, which nobody else has seen until then.
 */
export class DerivedMessages {
	private readonly rest: Message;

	/** @param left how many messages are still to be made */
	constructor(
		private readonly RED: NodeRed,
		message: Message,
		private left: number,
	) {
		this.rest = { ...message };
		delete this.rest.payload;
	}

	/** The next message, with its payload and mark. */
	next(payload: unknown, mark: AdvocateMark = {}): Message {
		const isLast = --this.left <= 0;
		return withResult(isLast ? this.rest : this.RED.util.cloneMessage(this.rest), payload, mark);
	}
}
