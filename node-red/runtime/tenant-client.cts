import type { Dispatcher } from 'undici';
import { AdvocateClient } from '../../advocate/api/client.ts';
import type { RequestLimits } from '../../advocate/api/limits.ts';
import { Retry } from '../../advocate/api/retry.ts';
import { Tenant } from '../../advocate/api/tenant.ts';
import { checkedSignIn } from '../../advocate/security/sign-in.ts';
import { UndiciTransport } from '../transport/undici-transport.cts';
import { clockOf, systemTime } from './system-time.cts';
import { NODE_RED_TEXTS } from './host-texts.cts';

/** What a tenant node has for its requests: its settings, and the connections it keeps. */
export interface TenantAccess {
	tenantAlias: string;
	baseUrl?: string;
	apiKey: string;
	/** Empty to sign in with the key alone. */
	userName: string;
	dispatcher: () => Dispatcher;
}

/**
 * The API of a tenant.
 *
 * @param signal ends every request and pause
 * @param onSent called with how many bytes of an upload have been sent so far
 * @throws {AdvocateError} SETTINGS_INVALID, before any request, for settings that can't be right
 */
export function tenantClient(
	{ tenantAlias, baseUrl, apiKey, userName, dispatcher }: TenantAccess,
	limits: RequestLimits,
	signal: AbortSignal,
	onSent?: (bytes: number) => void,
): AdvocateClient {
	const tenant = new Tenant({ tenantAlias, baseUrl }, NODE_RED_TEXTS);
	const { timeoutMs } = limits;
	const connections = dispatcher();
	const signIn = checkedSignIn({ apiKey, userName }, NODE_RED_TEXTS);
	const transport = new UndiciTransport({
		tenant,
		signIn,
		dispatcher: connections,
		timeoutMs,
		signal,
		onSent,
	});
	const retry = new Retry(limits, clockOf(signal), () => systemTime.random());
	return new AdvocateClient(tenant, transport, signIn, retry);
}
