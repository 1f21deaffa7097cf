import type { Job } from '../../advocate/job.ts';
import type { Message } from '../runtime/message.cts';
import type { Outgoing } from '../runtime/red.cts';

/** The outputs of nodes about jobs, in their order. */
const OUTPUTS = ['COMPLETED', 'PENDING', 'ABORTED'];
const PENDING = OUTPUTS.indexOf('PENDING');

/** Messages on the output of a job's status. One that is not known has not ended as far as we can tell. */
export function onOutputOf(
	{ status }: Pick<Job, 'status'>,
	messages: Message | Message[],
): Outgoing {
	const output = OUTPUTS.indexOf(status);
	return OUTPUTS.map((_, index) => (index === (output < 0 ? PENDING : output) ? messages : null));
}
