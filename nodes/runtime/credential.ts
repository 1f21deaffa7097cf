import { checkedKey, type TenantSettings } from '../../advocate/api/tenant';
import { N8N_TEXTS } from './host-texts';

/** The name by which nodes ask n8n for the credential Advocate API. */
export const CREDENTIAL_NAME = 'advocateApi';

/** The fields of the credential. */
export type AdvocateCredential = Required<TenantSettings> & { apiKey: string };

/** @throws {AdvocateError} SETTINGS_INVALID for a missing key */
export function credentialKey({ apiKey }: { apiKey: unknown }): string {
	return checkedKey(apiKey, N8N_TEXTS);
}
