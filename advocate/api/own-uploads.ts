import type { Tenant } from './tenant';

/** How many uploads this process remembers. One that is forgotten costs a request, and nothing else. */
const MOST_REMEMBERED = 1_000;

/** By tenant and fileRef, the run that uploaded the file, oldest first. */
const runs = new Map<string, string>();

/**
 * Remembers who uploaded a file. As each upload has a fileRef of its own (doc), nobody else can know it yet.
 *
 * @param run what the host calls the piece of work that goes on: an execution in n8n, a message in Node-RED
 */
export function rememberUpload(tenant: Tenant, fileRef: string, run: string): void {
	runs.set(keyOf(tenant, fileRef), run);
	const [oldest] = runs.keys();
	if (runs.size > MOST_REMEMBERED && oldest !== undefined) runs.delete(oldest);
}

/**
 * Whether this very run uploaded the file, in this process.
 *
 * @param run as in rememberUpload; undefined where the host can't say, and then nothing is the run's own
 */
export function isOwnUpload(tenant: Tenant, fileRef: string, run: string | undefined): boolean {
	return run !== undefined && runs.get(keyOf(tenant, fileRef)) === run;
}

function keyOf(tenant: Tenant, fileRef: string): string {
	return `${tenant.url('graphql')} ${fileRef}`;
}
