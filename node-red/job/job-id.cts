import { AdvocateError } from '../../advocate/errors.ts';
import type { TypedValues } from '../runtime/typed-value.cts';

/** A node's setting of which job it is about. */
export interface JobIdConfig {
	jobId?: string;
	jobIdType?: string;
}

/** @throws {AdvocateError} SETTINGS_INVALID where there is none */
export async function jobIdFrom(
	{ jobId = 'advocate.jobId', jobIdType = 'msg' }: JobIdConfig,
	values: TypedValues,
): Promise<string> {
	const id = await values.text(jobId, jobIdType, 'Job ID');
	if (id !== '') return id;
	throw new AdvocateError('SETTINGS_INVALID', 'There is no job ID to ask for', {
		hint: 'Wire this node after advocate create job, or fill in "Job ID" with the id of a job.',
	});
}
