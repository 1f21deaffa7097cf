import type { Sandbox } from '../../../sandbox/sandbox.cts';

/** Another tool of the tenant, which imports users with plain requests and of which n8n knows nothing. */
export class OutsideTool {
	constructor(private readonly sandbox: Sandbox) {}

	/** Starts the import of one user; gives the id of the job. */
	async importUser(id: string): Promise<string> {
		const form = new FormData();
		form.append('file', new Blob([`accountId,id\nacme,${id}\n`]), 'user.csv');
		const { fileRef } = await this.post<{ fileRef: string }>('export/upload', form);
		const query = 'mutation($jobInput: JobInput!) { createJob(jobInput: $jobInput) { id } }';
		const variables = { jobInput: { type: 'MUTATION/USER', fileRef, requester: 'portal' } };
		const body = JSON.stringify({ query, variables });
		const { data } = await this.post<{ data: { createJob: { id: string } } }>('graphql', body);
		return data.createJob.id;
	}

	private async post<T>(path: string, body: string | FormData): Promise<T> {
		const { baseUrl, tenants } = this.sandbox;
		const { alias = '', apiKey = '' } = tenants[0] ?? {};
		const authorization = `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`;
		const json = { 'content-type': 'application/json' };
		const response = await fetch(`${baseUrl}/api/v1/${alias}/${path}`, {
			method: 'POST',
			headers: { authorization, ...(typeof body === 'string' && json) },
			body,
		});
		if (!response.ok) throw new Error(`${path} was answered ${response.status}`);
		return (await response.json()) as T;
	}
}
