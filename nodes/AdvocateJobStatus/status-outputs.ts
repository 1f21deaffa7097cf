import { endOf, type Job, type JobStatus } from '../../advocate/api/schema';
import type { NodeOutputs } from '../runtime/node-outputs';

export const STATUS_OUTPUTS = ['Completed', 'Pending', 'Aborted'] as const;

export type StatusOutput = (typeof STATUS_OUTPUTS)[number];

export type StatusOutputs = NodeOutputs<StatusOutput>;

const OUTPUT_OF: Record<JobStatus, StatusOutput> = {
	COMPLETED: 'Completed',
	PENDING: 'Pending',
	ABORTED: 'Aborted',
};

/** The output a job goes out on. */
export function outputFor(job: Job): StatusOutput {
	return OUTPUT_OF[endOf(job) ?? 'PENDING'];
}
