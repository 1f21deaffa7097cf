import type { TenantSettings } from '../../advocate/api/tenant';
import { keyRemover } from '../../advocate/security/redact-key';
import { checkedSignIn, checkedUserName, type SignIn } from '../../advocate/security/sign-in';
import { N8N_TEXTS } from './host-texts';

/** The name by which nodes ask n8n for the credential Advocate API. */
export const CREDENTIAL_NAME = 'advocateApi';

/** The fields of the credential. One that was saved by an older version has no switch and no user name. */
export type AdvocateCredential = Required<TenantSettings> & {
	apiKey: string;
	/** Whether the user name counts. */
	advanced?: boolean;
	userName?: string;
};

/** The same as n8n hands it over before it is saved, or with what an expression gave. */
type GivenCredential = Partial<Record<keyof AdvocateCredential, unknown>>;

/** @throws {AdvocateError} SETTINGS_INVALID for a missing key, or a user name that is none */
export function signInOf(credential: GivenCredential): SignIn {
	const { apiKey } = credential;
	return checkedSignIn({ apiKey, userName: userNameOf(credential) }, N8N_TEXTS);
}

/**
 * The user name, empty unless it is switched on: n8n keeps what was typed into a field that is hidden.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for one that is none
 */
export function userNameOf({ advanced, userName }: GivenCredential): string {
	return advanced === true ? checkedUserName(userName, N8N_TEXTS) : '';
}

/** Blots the key of a credential out of texts, whatever is wrong with the rest of it. */
export function keyRemoverOf({ apiKey, userName }: GivenCredential): (text: string) => string {
	return keyRemover(textOf(apiKey), textOf(userName));
}

/** A field as text, empty where it is none. */
export function textOf(field: unknown): string {
	return typeof field === 'string' ? field : '';
}
