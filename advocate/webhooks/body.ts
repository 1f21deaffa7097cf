import { isRecord, parsedRecord } from '../json';

/** What is read from a webhook (guide: `{id, type, tenantAlias, live, created, data}`). */
export interface Hook {
	/** `job.completed`, `export.completed`, `test`, or another that the tenant has subscribed to. */
	type: string;
	/** Null if it is not given. */
	tenantAlias: string | null;
	/** The job that the hook is about. Null if it names none. */
	jobId: string | null;
}

/**
 * Reads a webhook's body.
 *
 * @returns undefined if it is not an Advocate webhook
 */
export function hookFrom(body: Uint8Array): Hook | undefined {
	const { type, tenantAlias, data } = parsedRecord(Buffer.from(body).toString()) ?? {};
	if (typeof type !== 'string') return undefined;
	return {
		type,
		tenantAlias: typeof tenantAlias === 'string' ? tenantAlias : null,
		jobId: isRecord(data) ? jobIdIn(data) : null,
	};
}

/**
 * An export's hook has `data.id` (guide); an import's `data` is not documented. The API is asked for whatever
 * is found.
 */
function jobIdIn({ id, jobId, job }: Record<string, unknown>): string | null {
	const found = [id, jobId, isRecord(job) ? job['id'] : undefined];
	return found.find((one): one is string => typeof one === 'string' && one !== '') ?? null;
}
