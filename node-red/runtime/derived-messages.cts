import { withResult, type AdvocateMark, type Message } from './message.cts';
import type { NodeRed } from './corrected-types.cts';

/** Of what was not uploaded: an earlier upload's file and job on the message are not its own. */
export const NOT_UPLOADED: AdvocateMark = { fileRef: undefined, jobId: undefined };

/**
 * Makes several messages of one: nothing in one is shared with another, and what came in as the payload
 * is not copied along. The last one is the message itself, which until then nobody else has seen.
 */
export class DerivedMessages {
	private readonly rest: Message;

	/** @param left how many are to be made */
	constructor(
		private readonly RED: NodeRed,
		message: Message,
		private left: number,
	) {
		this.rest = { ...message };
		delete this.rest.payload;
	}

	/** The next one, with what it is to say. */
	next(payload: unknown, mark: AdvocateMark = {}): Message {
		const isLast = --this.left <= 0;
		return withResult(isLast ? this.rest : this.RED.util.cloneMessage(this.rest), payload, mark);
	}
}
