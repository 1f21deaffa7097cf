import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import type { NamedEntry } from '../../advocate/api/schema';
import { entriesByName } from '../../advocate/api/pages';
import type { Page } from '../../advocate/api/pages';
import { LOOKUP_LIMITS } from '../../advocate/api/limits';
import { settled } from '../../advocate/settled';
import { tenantClient } from '../runtime/tenant-client';
import { nodeError } from '../runtime/node-error';

type FetchPage = (
	client: AdvocateClient,
	limit: number,
	offset: number,
) => Promise<Page<NamedEntry>>;

/** The tenant's programs, for a drop-down. */
export async function getPrograms(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await choices(this, (client, limit, offset) => client.programs(limit, offset));
}

/** The tenant's segments, for a drop-down. */
export async function getSegments(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await choices(this, (client, limit, offset) => client.segments(limit, offset));
}

/**
 * The tenant's programs, for a list to search.
 *
 * @param filter part of a name or an ID
 */
export async function searchPrograms(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const programs = await getPrograms.call(this);
	const wanted = filter.trim().toLowerCase();
	const results = programs
		.map(({ name, value }) => ({ name, value }))
		.filter(({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(wanted));
	return { results };
}

async function choices(
	context: ILoadOptionsFunctions,
	fetchPage: FetchPage,
): Promise<INodePropertyOptions[]> {
	const outcome = await settled(allChoices(context, fetchPage));
	if ('value' in outcome) return outcome.value;
	throw await nodeError(context, outcome.thrown);
}

async function allChoices(
	context: ILoadOptionsFunctions,
	fetchPage: FetchPage,
): Promise<INodePropertyOptions[]> {
	const client = await tenantClient(context, LOOKUP_LIMITS);
	const entries = await entriesByName((limit, offset) => fetchPage(client, limit, offset));
	return entries.map(({ id, name }) => ({
		name,
		value: id,
		description: name === id ? undefined : id,
	}));
}
