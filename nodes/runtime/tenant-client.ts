import { AdvocateClient } from '../../advocate/api/client';
import { type RequestLimits, DEFAULT_REQUEST_LIMITS } from '../../advocate/api/limits';
import { Retry } from '../../advocate/api/retry';
import { Tenant } from '../../advocate/api/tenant';
import { credentialFor, signInOf } from './credential';
import type { RequestContext } from './request-context';
import { clockOf, systemTime } from './system-time';
import { N8nTransport } from '../transport/n8n-transport';
import { N8N_TEXTS } from './host-texts';
import type { HostTexts } from '../../advocate/host-texts';

/**
 * The API of the tenant that the node's credential is for.
 *
 * @param itemIndex the input item it is for, where there are items: with an expression in the credential, each
 * may be for another tenant
 * @param texts for a node that words some of its hints in its own way
 * @throws {AdvocateError} SETTINGS_INVALID, before any request, for a credential that can't be right
 */
export async function tenantClient(
	context: RequestContext,
	limits: RequestLimits = DEFAULT_REQUEST_LIMITS,
	itemIndex?: number,
	texts: HostTexts = N8N_TEXTS,
): Promise<AdvocateClient> {
	const credential = await credentialFor(context, itemIndex);
	return new AdvocateClient(
		new Tenant(credential, texts),
		new N8nTransport(context, credential, limits.timeoutMs),
		signInOf(credential),
		new Retry(limits, clockOf(context), () => systemTime.random()),
	);
}
