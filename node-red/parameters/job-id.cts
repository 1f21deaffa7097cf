import { givenJobId } from '../../advocate/jobs/given.ts';
import type { TypedValues } from './typed-value.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';

/** A node's setting for the job it works on. */
export interface JobIdConfig {
	jobId?: string;
	jobIdType?: string;
}

/** @throws {AdvocateError} SETTINGS_INVALID when there is none */
export async function chosenJobId(
	{ jobId = 'advocate.jobId', jobIdType = 'msg' }: JobIdConfig,
	values: TypedValues,
): Promise<string> {
	return givenJobId(await values.text(jobId, jobIdType, 'Job ID'), NODE_RED_TEXTS);
}
