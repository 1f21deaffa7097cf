import type { TenantSettings } from '../../advocate/api/tenant';
import { keyRemover } from '../../advocate/security/redact-key';
import { checkedSignIn, checkedUserName, type SignIn } from '../../advocate/security/sign-in';
import { N8N_TEXTS } from './host-texts';

/** The name by which nodes ask n8n for the Advocate API credential. */
export const CREDENTIAL_NAME = 'advocateApi';

/** The fields of the credential. One saved by an older version has neither `advanced` nor `userName`. */
export type AdvocateCredential = Required<TenantSettings> & {
	apiKey: string;
	/** Whether the user name is used. */
	advanced?: boolean;
	userName?: string;
};

/** The same before it is saved, or with whatever an expression gave. */
type GivenCredential = Partial<Record<keyof AdvocateCredential, unknown>>;

/** @throws {AdvocateError} SETTINGS_INVALID for a missing key or an invalid user name */
export function signInOf(credential: GivenCredential): SignIn {
	const { apiKey } = credential;
	return checkedSignIn({ apiKey, userName: userNameOf(credential) }, N8N_TEXTS);
}

/**
 * The user name; empty unless it is switched on, because n8n keeps what was typed into a hidden field.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for an invalid one
 */
export function userNameOf({ advanced, userName }: GivenCredential): string {
	return advanced === true ? checkedUserName(userName, N8N_TEXTS) : '';
}

/** Redacts the key of a credential, whatever is wrong with its other fields. */
export function keyRemoverOf({ apiKey, userName }: GivenCredential): (text: string) => string {
	return keyRemover(textOf(apiKey), textOf(userName));
}

/** A field as text; empty if it is not one. */
export function textOf(field: unknown): string {
	return typeof field === 'string' ? field : '';
}
