import { givenJobId } from '../../advocate/jobs/job-id.ts';
import type { TypedValues } from './typed-value.cts';

/** A node's setting of which job it is about. */
export interface JobIdConfig {
	jobId?: string;
	jobIdType?: string;
}

/** @throws {AdvocateError} SETTINGS_INVALID where there is none */
export async function chosenJobId(
	{ jobId = 'advocate.jobId', jobIdType = 'msg' }: JobIdConfig,
	values: TypedValues,
): Promise<string> {
	return givenJobId(
		await values.text(jobId, jobIdType, 'Job ID'),
		'Wire this node after advocate create job, or fill in "Job ID" with the id of a job.',
	);
}
