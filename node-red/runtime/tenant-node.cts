import type { Node, NodeDef } from '@node-red/registry';
import type { Dispatcher } from 'undici';
import type { AdvocateClient } from '../../advocate/api/client.ts';
import { AdvocateError } from '../../advocate/errors.ts';
import type { RequestLimits } from '../../advocate/api/limits.ts';
import { settled } from '../../advocate/settled.ts';
import { keyRemover } from '../../advocate/security/redact-key.ts';
import { proxyAgent } from '../transport/proxy-agent.cts';
import type { NodeRed } from './corrected-types.cts';
import { tenantClient } from './tenant-client.cts';

export const TENANT_TYPE = 'advocate-tenant';

export interface TenantConfig extends NodeDef {
	tenantAlias?: string;
	baseUrl?: string;
}

/** What Node-RED keeps apart from flows, encrypted. */
export interface TenantCredentials {
	apiKey?: string;
	userName?: string;
}

/** What a node may do with its tenant. */
export interface TenantNode extends Node<TenantCredentials> {
	/**
	 * The tenant's API.
	 *
	 * @param signal ends every request and pause
	 * @param onSent called with how many bytes of an upload have been sent so far
	 * @throws {AdvocateError} SETTINGS_INVALID for settings that can't be right
	 */
	client(
		limits: RequestLimits,
		signal: AbortSignal,
		onSent?: (bytes: number) => void,
	): AdvocateClient;
	/** As it is deployed; empty for the usual one. */
	baseUrl: string;
	/** Removes the key from a text. */
	clean(text: string): string;
	/** Keeps the connections until some last work is done, should the tenant be closed meanwhile. */
	keepOpen(work: Promise<unknown>): void;
}

/** Makes a config node of `node`: it holds the key and keeps the connections, which end when it closes. */
export function makeTenant(RED: NodeRed, node: TenantNode, config: TenantConfig): void {
	RED.nodes.createNode(node, config);
	const apiKey = trimmed(node.credentials?.apiKey);
	const userName = trimmed(node.credentials?.userName);
	let agent: Dispatcher | undefined;
	const lastWork = new Set<Promise<unknown>>();
	node.baseUrl = trimmed(config.baseUrl);
	node.clean = keyRemover(apiKey, userName);
	node.client = (limits, signal, onSent) => {
		const tenantAlias = trimmed(config.tenantAlias);
		const { baseUrl } = config;
		const dispatcher = () => (agent ??= proxyAgent());
		const access = { tenantAlias, baseUrl, apiKey, userName, dispatcher };
		return tenantClient(access, limits, signal, onSent);
	};
	node.keepOpen = (work) => {
		lastWork.add(work);
		void settled(work).then(() => lastWork.delete(work));
	};
	node.on('close', (_removed: boolean, done: () => void) => {
		void Promise.allSettled(lastWork)
			.then(() => agent?.destroy())
			.then(
				() => done(),
				() => done(),
			);
	});
}

/**
 * The tenant that is chosen in a node.
 *
 * @throws {AdvocateError} SETTINGS_INVALID when there is none
 */
export function tenantOf(RED: NodeRed, id: string | undefined): TenantNode {
	const node = RED.nodes.getNode(id ?? '');
	if (node?.type === TENANT_TYPE) return node as TenantNode;
	throw new AdvocateError('SETTINGS_INVALID', 'No tenant is chosen', {
		hint: 'Open this node and choose or add an advocate tenant.',
	});
}

function trimmed(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
