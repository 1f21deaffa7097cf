import type { NamedEntry } from './schema';

/** One page of any of the API's lists (schema: `data`, `totalCount`). */
export interface Page<T> {
	data: T[];
	totalCount: number;
}

/** Entries asked for at once. A server that returns fewer is simply asked more often. */
export const PAGE_SIZE = 100;

/**
 * Walks a list page by page, counting what came rather than what was asked for, as the largest `limit` that
 * the API grants is unknown.
 *
 * @param page fetches one page
 * @param pageSize entries to ask for at once
 * @returns every entry, in the API's order; an entry may come twice if the list grew in the meantime
 */
export async function* allPages<T>(
	page: (limit: number, offset: number) => Promise<Page<T>>,
	pageSize = PAGE_SIZE,
): AsyncGenerator<T> {
	let offset = 0;
	for (;;) {
		const { data, totalCount } = await page(pageSize, offset);
		yield* data;
		offset += data.length;
		if (data.length === 0 || offset >= totalCount) return;
	}
}

/**
 * All programs, segments, … of a tenant, each once, sorted by name: a list to choose from.
 *
 * @param page fetches one page
 */
export async function entriesByName(
	page: (limit: number, offset: number) => Promise<Page<NamedEntry>>,
): Promise<NamedEntry[]> {
	const byId = new Map<string, NamedEntry>();
	for await (const entry of allPages(page)) byId.set(entry.id, entry);
	return [...byId.values()].sort((a, b) => a.name.localeCompare(b.name));
}
