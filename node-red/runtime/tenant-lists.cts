import type { AdvocateClient } from '../../advocate/api/client.ts';
import type { NamedEntry } from '../../advocate/api/schema.ts';
import { entriesByName } from '../../advocate/api/pages.ts';
import type { Page } from '../../advocate/api/pages.ts';
import { LOOKUP_LIMITS } from '../../advocate/api/limits.ts';
import { settled } from '../../advocate/settled.ts';
import { NodeError } from './node-error.cts';
import type { NodeRed } from './corrected-types.cts';
import { TENANT_TYPE, type TenantNode } from './tenant-node.cts';

type FetchPage = (
	client: AdvocateClient,
	limit: number,
	offset: number,
) => Promise<Page<NamedEntry>>;

const LISTS: Record<string, FetchPage> = {
	programs: (client, limit, offset) => client.programs(limit, offset),
	segments: (client, limit, offset) => client.segments(limit, offset),
};

/** What the editor asks for, of which tenant. */
type AskedFor = Record<'id' | 'list', string>;

/**
 * Answers the editor's requests for the programs and segments of a deployed tenant. Only users who may change
 * flows may ask, and no answer contains the key.
 */
export function serveTenantLists(RED: NodeRed): void {
	const permission = RED.auth.needsPermission('flows.write');
	RED.httpAdmin.get<AskedFor>('/advocate/tenants/:id/:list', permission, (request, response) => {
		const { id, list } = request.params;
		const node = RED.nodes.getNode(id);
		if (node?.type !== TENANT_TYPE) {
			response.status(404).json({ message: RED._('lookup.notDeployed') });
			return;
		}
		const tenant = node as TenantNode;
		void settled(answerTo(tenant, list)).then((outcome) => {
			if ('value' in outcome) {
				response.json(outcome.value);
				return;
			}
			const { message, code } = new NodeError(outcome.thrown, (text) => tenant.clean(text));
			response.status(502).json({ message, code });
		});
	});
}

async function answerTo(tenant: TenantNode, list: string): Promise<unknown> {
	const client = tenant.client(LOOKUP_LIMITS, new AbortController().signal);
	const fetchPage = Object.hasOwn(LISTS, list) ? LISTS[list] : undefined;
	if (fetchPage === undefined) return [];
	return await entriesByName((limit, offset) => fetchPage(client, limit, offset));
}
