import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { Credential } from '../../support/rig.cts';

/** The credential for the sandbox's first tenant. */
export function credentialOf({ baseUrl, tenants: [tenant] }: Sandbox): Credential {
	if (tenant === undefined) throw new Error('The sandbox has no tenant');
	return { tenantAlias: tenant.alias, apiKey: tenant.apiKey, baseUrl };
}

/** The fileRef of a new file, uploaded by none of those who race for it. */
export async function uploadedByOthers(sandbox: Sandbox): Promise<string> {
	const { baseUrl, tenantAlias, apiKey } = credentialOf(sandbox);
	const body = new FormData();
	body.append('file', new Blob(['accountId,id\nacme,ann\n']), 'contacts.csv');
	const authorization = `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`;
	const response = await fetch(`${baseUrl}/api/v1/${tenantAlias}/export/upload`, {
		method: 'POST',
		headers: { authorization },
		body,
	});
	const { fileRef } = (await response.json()) as { fileRef: string };
	return fileRef;
}

/** The IDs of a file's jobs, which are removed, so that later races do not have to read longer lists. */
export function jobsTakenOut({ jobs }: Sandbox, fileRef: string): string[] {
	const ids = jobs
		.list()
		.filter((job) => job.fileRef === fileRef)
		.map(({ id }) => id);
	for (const id of ids) jobs.remove(id);
	return ids;
}
