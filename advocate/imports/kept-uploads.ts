import type { Tenant } from '../api/tenant';

/** How many uploads this process remembers. */
const MOST_REMEMBERED = 1_000;

/** The fileRef of each, by tenant, piece of work and file, oldest first. */
const fileRefs = new Map<string, string>();

/**
 * Uploads a file, unless this piece of work has uploaded it already: a host that runs a failed piece of work once more,
 * by itself, would otherwise import the file twice, as each upload has a fileRef and so a job of its own.
 *
 * @param work what is the same for each attempt at a piece of work, and for nothing else; undefined if it is not known
 * @param file what tells the file from others of the same piece of work
 * @returns the fileRef; throws what `upload` throws
 */
export async function keptUpload(
	tenant: Tenant,
	work: string | undefined,
	file: string,
	upload: () => Promise<string>,
): Promise<string> {
	if (work === undefined) return await upload();
	const key = [tenant.url('graphql'), work, file].join(' ');
	const fileRef = fileRefs.get(key) ?? (await upload());
	fileRefs.set(key, fileRef);
	const [oldest] = fileRefs.keys();
	if (fileRefs.size > MOST_REMEMBERED && oldest !== undefined) fileRefs.delete(oldest);
	return fileRef;
}
