import { AdvocateError } from '../errors';
import type { HostTexts } from '../host-texts';

/** With what a tenant's requests are signed in: HTTP Basic (doc). */
export interface SignIn {
	/**
	 * Empty (doc), or impact.com's Account SID with its Auth Token as the key, as the newest pages have it
	 * for REST [2026]. Whether GraphQL and uploads take that is not documented.
	 */
	userName: string;
	apiKey: string;
}

/**
 * What a tenant's requests are signed in with, as typed.
 *
 * @param texts to say where it is to be corrected
 * @throws {AdvocateError} SETTINGS_INVALID for a missing key, or a user name with a colon
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
 * A user name as typed, empty where there is none.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for one with a colon, after which a server would read the key
 * (RFC 7617, 2)
 */
export function checkedUserName(userName: unknown, { tenant }: HostTexts): string {
	const name = typeof userName === 'string' ? userName.trim() : '';
	if (!name.includes(':')) return name;
	throw new AdvocateError('SETTINGS_INVALID', 'The user name has a colon in it', {
		hint: tenant.correctUserName,
	});
}

/** The `Authorization` header of a request. */
export function basicAuthorization({ userName, apiKey }: SignIn): string {
	return `Basic ${Buffer.from(`${userName}:${apiKey}`).toString('base64')}`;
}
