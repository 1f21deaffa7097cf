import { AdvocateClient } from '../advocate/client';
import { AdvocateError } from '../advocate/errors';
import { DEFAULT_RETRY, Retry, type RetryLimits } from '../advocate/retry';
import { Tenant, type TenantSettings } from '../advocate/tenant';
import type { RequestContext } from './request-context';
import { clockOf, systemTime } from './system-time';
import { CREDENTIAL_NAME, DEFAULT_TIMEOUT, N8nTransport } from './transport/n8n-transport';

/** The fields of the credential Advocate API. */
export type AdvocateCredential = Required<TenantSettings> & { apiKey: string };

/** How long requests may take, and how often they are sent. */
export interface RequestLimits extends RetryLimits {
	/** For each try (ms): see N8nTransport. */
	timeoutMs: number;
}

export const DEFAULT_LIMITS: RequestLimits = { ...DEFAULT_RETRY, timeoutMs: DEFAULT_TIMEOUT };

/** For drop-downs, before which somebody waits. */
export const LOOKUP_LIMITS: RequestLimits = {
	attempts: 2,
	timeLimitMs: 5_000,
	timeoutMs: 20_000,
};

/** For what n8n does over and over, or is waited for by another server: over within a minute. */
export const POLL_LIMITS: RequestLimits = {
	...DEFAULT_RETRY,
	timeLimitMs: 40_000,
	timeoutMs: 20_000,
};

/**
 * The API of the tenant whose credential the node has.
 *
 * @throws {AdvocateError} SETTINGS_INVALID, before any request, for a credential that can't be right
 */
export async function advocateClient(
	context: RequestContext,
	limits: RequestLimits = DEFAULT_LIMITS,
): Promise<AdvocateClient> {
	const credential = await context.getCredentials<AdvocateCredential>(CREDENTIAL_NAME);
	return new AdvocateClient(
		new Tenant(credential),
		new N8nTransport(context, limits.timeoutMs),
		checkedKey(credential.apiKey),
		new Retry(limits, clockOf(context), () => systemTime.random()),
	);
}

/** @throws {AdvocateError} SETTINGS_INVALID for a missing key */
export function checkedKey(apiKey: unknown): string {
	const key = typeof apiKey === 'string' ? apiKey.trim() : '';
	if (key !== '') return key;
	throw new AdvocateError('SETTINGS_INVALID', 'The API key is empty', {
		hint: 'Enter the API key in the Advocate API credential. It stands in the settings of the Advocate portal.',
	});
}
