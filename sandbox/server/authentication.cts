import { ApiError } from '../api-error.cts';
import type { Tenant } from '../tenants.cts';

/**
 * Finds the tenant of a request and checks its key: HTTP Basic, with an empty user name and the
 * tenant's API key as the password.
 * @throws ApiError 401 without valid credentials, 404 for a tenant that does not exist
 */
export function authenticate(
	tenants: ReadonlyMap<string, Tenant>,
	alias: string,
	authorization: string | undefined,
): Tenant {
	const credentials = readBasic(authorization);
	if (!credentials) throw new ApiError(401, 'This request requires HTTP Basic authentication');
	const tenant = tenants.get(alias);
	if (!tenant) throw new ApiError(404, `Tenant ${alias} was not found`);
	if (credentials.user !== '') {
		throw new ApiError(401, 'The user name must be empty: send the API key as the password');
	}
	if (credentials.password !== tenant.apiKey) {
		throw new ApiError(401, 'The API key is not valid for this tenant');
	}
	return tenant;
}

function readBasic(header: string | undefined): { user: string; password: string } | undefined {
	const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const text = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = text.indexOf(':');
	if (colon === -1) return undefined;
	return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
