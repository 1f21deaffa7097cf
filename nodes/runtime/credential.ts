import { checkedKey, type TenantSettings } from '../../advocate/api/tenant';
import { N8N_TEXTS } from './host-texts';
import type { RequestContext } from './request-context';

/** The name by which nodes ask n8n for the Advocate API credential. */
export const CREDENTIAL_NAME = 'advocateApi';

/** The fields of the credential. */
export type AdvocateCredential = Required<TenantSettings> & { apiKey: string };

/**
 * The node's credential as it is for one input item, or for the first. n8n resolves the expressions in it by
 * that item.
 */
export async function credentialFor(
	context: Pick<RequestContext, 'getCredentials'>,
	itemIndex?: number,
): Promise<AdvocateCredential> {
	return await context.getCredentials<AdvocateCredential>(CREDENTIAL_NAME, itemIndex);
}

/** @throws {AdvocateError} SETTINGS_INVALID for a missing key */
export function credentialKey({ apiKey }: { apiKey: unknown }): string {
	return checkedKey(apiKey, N8N_TEXTS);
}
