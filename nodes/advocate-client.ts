import { AdvocateClient } from '../advocate/client';
import { AdvocateError } from '../advocate/errors';
import { Tenant, type TenantSettings } from '../advocate/tenant';
import { CREDENTIAL_NAME, N8nTransport, type RequestContext } from './transport/n8n-transport';

/** The fields of the credential Advocate API. */
export type AdvocateCredential = Required<TenantSettings> & { apiKey: string };

/**
 * The API of the tenant whose credential the node has.
 *
 * @throws {AdvocateError} SETTINGS_INVALID, before any request, for a credential that can't be right
 */
export async function advocateClient(context: RequestContext): Promise<AdvocateClient> {
	const credential = await context.getCredentials<AdvocateCredential>(CREDENTIAL_NAME);
	return new AdvocateClient(
		new Tenant(credential),
		new N8nTransport(context),
		checkedKey(credential.apiKey),
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
