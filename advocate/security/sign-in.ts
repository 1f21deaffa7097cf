import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';

/** What authenticates a tenant's requests: HTTP Basic (doc). */
export interface SignIn {
	/**
	 * Empty (doc), or impact.com's Account SID with its Auth Token as the key, as on the newest pages about
	 * REST [2026]. Whether GraphQL and uploads accept that is not documented.
	 */
	userName: string;
	apiKey: string;
}

/**
 * The checked key and user name.
 *
 * @param texts for the hints that say where to correct them
 * @throws {AdvocateError} SETTINGS_INVALID if the key is missing or the user name contains a colon
 */
export function checkedSignIn(
	{ apiKey, userName }: { apiKey: unknown; userName?: unknown },
	texts: HostTexts,
): SignIn {
	const key = typeof apiKey === 'string' ? apiKey.trim() : '';
	if (key !== '') return { userName: checkedUserName(userName, texts), apiKey: key };
	throw new AdvocateError('SETTINGS_INVALID', 'The API key is empty', {
		hint: texts.tenant.enterKey,
	});
}

/**
 * The checked user name; empty if there is none.
 *
 * @throws {AdvocateError} SETTINGS_INVALID if it contains a colon: the server would take the rest for the key
 * (RFC 7617, 2)
 */
export function checkedUserName(userName: unknown, { tenant }: HostTexts): string {
	const name = typeof userName === 'string' ? userName.trim() : '';
	if (!name.includes(':')) return name;
	throw new AdvocateError('SETTINGS_INVALID', 'The user name contains a colon', {
		hint: tenant.correctUserName,
	});
}

/** The `Authorization` header of a request. */
export function basicAuthorization({ userName, apiKey }: SignIn): string {
	return `Basic ${Buffer.from(`${userName}:${apiKey}`).toString('base64')}`;
}
