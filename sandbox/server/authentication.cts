import { ApiError } from '../api-error.cts';
import type { Settings } from '../settings.cts';
import type { Tenant } from '../tenants.cts';

/** The name and password of HTTP Basic authentication. */
interface Credentials {
	user: string;
	password: string;
}

/**
 * Checks the key of a request: HTTP Basic, with the tenant's API key as the password, or with the
 * impact.com account's SID and its auth token. Source: the API sheet, "Base and authentication".
 * @param tenant undefined when there is none of that alias
 * @throws ApiError 404 without a tenant, even without credentials; 401 without valid credentials
 */
export function authenticate(
	tenant: Tenant | undefined,
	authorization: string | undefined,
	{ acceptUserNames }: Settings,
): Tenant {
	if (!tenant) {
		const codes = { apiErrorCode: 'TENANT_NOT_FOUND', rsCode: 'RS045' };
		throw new ApiError(404, 'There is no tenant with this alias', codes);
	}
	const credentials = readBasic(authorization);
	if (!credentials) throw new ApiError(401, 'This request requires HTTP Basic authentication');
	if (credentials.user !== '' && !acceptUserNames) {
		throw new ApiError(401, 'The user name must be empty: send the API key as the password');
	}
	if (isKeyOf(tenant, credentials)) return tenant;
	throw new ApiError(401, 'The API key is not valid for this tenant');
}

function isKeyOf({ apiKey, account }: Tenant, { user, password }: Credentials): boolean {
	if (password === apiKey) return true;
	return account !== undefined && user === account.sid && password === account.authToken;
}

function readBasic(header: string | undefined): Credentials | undefined {
	const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const text = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = text.indexOf(':');
	if (colon === -1) return undefined;
	return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
