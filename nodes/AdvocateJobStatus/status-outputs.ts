import type { Job } from '../../advocate/job';
import type { NodeOutputs } from '../node-outputs';

export const STATUS_OUTPUTS = ['Completed', 'Pending', 'Aborted'] as const;

export type StatusOutput = (typeof STATUS_OUTPUTS)[number];

export type StatusOutputs = NodeOutputs<StatusOutput>;

/** The output a job goes out on. A status that is not known here has not ended as far as we can tell. */
export function outputFor({ status }: Job): StatusOutput {
	if (status === 'COMPLETED') return 'Completed';
	return status === 'ABORTED' ? 'Aborted' : 'Pending';
}
