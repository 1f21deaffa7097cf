import { LOOKUP_LIMITS } from '../../advocate/api/limits.ts';
import { DEFAULT_BASE_URL } from '../../advocate/api/tenant.ts';
import { AdvocateError } from '../../advocate/errors.ts';
import { isRecord } from '../../advocate/json.ts';
import { keyRemover } from '../../advocate/security/redact-key.ts';
import { settled } from '../../advocate/settled.ts';
import { proxyAgent } from '../transport/proxy-agent.cts';
import type { NodeRed } from './corrected-types.cts';
import { NodeError } from './node-error.cts';
import { tenantClient } from './tenant-client.cts';
import { TENANT_TYPE, type TenantNode } from './tenant-node.cts';

/** The settings of a tenant as they stand in its form. */
type Typed = Record<'tenantAlias' | 'baseUrl' | 'apiKey' | 'userName', string>;

/** What the editor shows in place of a key that is stored, and sends if it was not changed. */
const STORED_KEY = '__PWRD__';

/**
 * Answers whether the API can be reached with the settings that somebody has typed, deployed or not. Only
 * users who may change flows may ask, and no answer contains the key.
 */
export function serveTenantCheck(RED: NodeRed): void {
	const permission = RED.auth.needsPermission('flows.write');
	RED.httpAdmin.post<{ id: string }>(
		'/advocate/tenants/:id/check',
		permission,
		(request, response) => {
			const node = RED.nodes.getNode(request.params.id);
			const deployed = node?.type === TENANT_TYPE ? (node as TenantNode) : undefined;
			const typed = typedIn(request.body);
			void settled(checked(typed, deployed)).then((outcome) => {
				if ('value' in outcome) return void response.json(outcome.value);
				const removed = keyRemover(typed.apiKey, typed.userName);
				const clean = (text: string) => removed(deployed?.clean(text) ?? text);
				const { message, code } = new NodeError(outcome.thrown, clean);
				response.status(502).json({ message, code });
			});
		},
	);
}

async function checked(
	typed: Typed,
	deployed: TenantNode | undefined,
): Promise<{ isLiveMode: boolean | undefined }> {
	const access = { ...typed, ...credentialsFor(typed, deployed) };
	const agent = proxyAgent();
	const { signal } = new AbortController();
	const check = async () => {
		const client = tenantClient({ ...access, dispatcher: () => agent }, LOOKUP_LIMITS, signal);
		return await client.checkAccess();
	};
	const outcome = await settled(check());
	await agent.destroy();
	if ('thrown' in outcome) throw outcome.thrown;
	return outcome.value;
}

/**
 * The key as it is typed, or the stored one. That goes only where it goes already: whoever can't read it
 * can't have it sent elsewhere.
 *
 * @throws {AdvocateError} SETTINGS_INVALID
 */
function credentialsFor(
	{ apiKey, baseUrl }: Typed,
	deployed: TenantNode | undefined,
): { apiKey: string } {
	if (apiKey !== STORED_KEY) return { apiKey };
	const stored = deployed?.credentials?.apiKey?.trim() ?? '';
	const isSame = (deployed?.baseUrl || DEFAULT_BASE_URL) === (baseUrl || DEFAULT_BASE_URL);
	if (stored === '' || isSame) return { apiKey: stored };
	throw new AdvocateError('SETTINGS_INVALID', 'The stored API key is for another base URL', {
		hint: 'Enter the API key again to check this one.',
	});
}

/** Each field as text, with environment variables filled in as Node-RED does at a deploy. */
function typedIn(body: unknown): Typed {
	const given = isRecord(body) ? body : {};
	const text = (name: keyof Typed) => {
		const value = given[name];
		if (typeof value !== 'string') return '';
		const trimmed = value.trim();
		const isVariable = /^\$\{[^}]+\}$/.test(trimmed);
		return isVariable ? (process.env[trimmed.slice(2, -1)] ?? '') : trimmed;
	};
	return {
		tenantAlias: text('tenantAlias'),
		baseUrl: text('baseUrl'),
		apiKey: text('apiKey'),
		userName: text('userName'),
	};
}
