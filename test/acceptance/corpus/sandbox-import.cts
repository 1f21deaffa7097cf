import {
	tenantCredential,
	type SandboxAddress,
} from '../../../harness/processes/sandbox-process.cts';
import type { ImportJobType } from '../../../advocate/api/job-types.ts';

const CREATE = 'mutation ($jobInput: JobInput!) { createJob(jobInput: $jobInput) { id } }';
const LOOK = 'query ($id: ID!) { job(id: $id) { status stats { recordsProcessed errors } } }';

/**
 * Has the sandbox import a file that it was sent, with its own reading of it: what Upload passed as good
 * must be good there too. The sandbox's jobs must take no time.
 */
export async function importedBy(
	sandbox: SandboxAddress,
	fileRef: string,
	type: ImportJobType,
): Promise<{ recordsProcessed: number; errors: number }> {
	const jobInput = { fileRef, type };
	const { createJob } = await ask<{ createJob: { id: string } }>(sandbox, CREATE, { jobInput });
	const { job } = await ask<{ job: { stats: { recordsProcessed: number; errors: number } } }>(
		sandbox,
		LOOK,
		{ id: createJob.id },
	);
	return job.stats;
}

async function ask<T>(
	sandbox: SandboxAddress,
	query: string,
	variables: Record<string, unknown>,
): Promise<T> {
	const { baseUrl, tenantAlias, apiKey } = tenantCredential(sandbox);
	const answer = await fetch(`${baseUrl}/api/v1/${tenantAlias}/graphql`, {
		method: 'POST',
		headers: {
			authorization: `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ query, variables }),
	});
	const { data, errors } = (await answer.json()) as { data?: T; errors?: unknown };
	if (data !== undefined && data !== null && errors === undefined) return data;
	throw new Error(`The sandbox did not answer: ${JSON.stringify(errors)}`);
}
