import type { NamedEntry } from './client';
import { allPages, type Page } from './pages';

/**
 * All programs, segments, … of a tenant, each once, in the order of their names: a list to choose from.
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
