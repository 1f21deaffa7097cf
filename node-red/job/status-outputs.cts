import { endOf, type Job, type JobStatus } from '../../advocate/api/schema.ts';
import type { Message, Outgoing } from '../runtime/message.cts';

/** The outputs of nodes about jobs, in their order. */
const OUTPUTS: JobStatus[] = ['COMPLETED', 'PENDING', 'ABORTED'];

/** Puts messages on the output for a job's end, or on the one for pending jobs. */
export function onOutputOf(
	job: Pick<Job, 'status' | 'dateCompleted'>,
	messages: Message | Message[],
): Outgoing {
	const status = endOf(job) ?? 'PENDING';
	return OUTPUTS.map((output) => (output === status ? messages : null));
}
