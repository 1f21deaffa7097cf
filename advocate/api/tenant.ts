import { isLoopback } from '../security/host-class';
import { AdvocateError } from '../errors';
import type { HostTexts, TenantTexts } from '../host-texts';

/** Where Advocate's API is unless the tenant's settings say otherwise (doc). */
export const DEFAULT_BASE_URL = 'https://app.referralsaasquatch.com';

/** A tenant's settings, without its key. */
export interface TenantSettings {
	tenantAlias: string;
	baseUrl?: string;
}

/** One tenant's addresses. Made only from checked settings, so a path is never built from raw input. */
export class Tenant {
	readonly alias: string;
	readonly baseUrl: string;

	/**
	 * @param settings the tenant alias and base URL, as typed
	 * @param texts the host's, for every error about this tenant
	 * @throws {AdvocateError} SETTINGS_INVALID: an alias with anything but letters, digits, `_` and `-`; a base
	 * URL that is not https (loopback excepted) or has a user, a query or a fragment
	 */
	constructor(
		{ tenantAlias, baseUrl }: TenantSettings,
		readonly texts: HostTexts,
	) {
		this.alias = checkedAlias(tenantAlias, texts.tenant);
		this.baseUrl = checkedBaseUrl(baseUrl?.trim() || DEFAULT_BASE_URL, texts.tenant);
	}

	/** Distinguishes this tenant from any other, on other hosts too. */
	get id(): string {
		return `${this.baseUrl} ${this.alias}`;
	}

	/** The path of one of the tenant's endpoints, below the base URL (doc). */
	path(endpoint: 'graphql' | 'export/upload'): string {
		return `/api/v1/${this.alias}/${endpoint}`;
	}

	/** Whether an address is below the base URL, so that the key may be sent there. */
	owns(address: string): boolean {
		const url = parsedUrl(address);
		const base = new URL(this.baseUrl);
		return (
			url !== undefined &&
			isBelow(url, base) &&
			isBelow(unescapedSlashes(url), unescapedSlashes(base))
		);
	}

	/**
	 * Makes sure that the key is not sent anywhere else.
	 *
	 * @param address where a request is about to go
	 * @throws {AdvocateError} SETTINGS_INVALID for an address that is not below the base URL
	 */
	assertOwns(address: string): void {
		if (this.owns(address)) return;
		throw new AdvocateError(
			'SETTINGS_INVALID',
			`The API key is not sent to ${parsedUrl(address)?.host ?? 'something that is not a web address'}`,
			{ hint: this.texts.tenant.keyIsFor(this.baseUrl) },
		);
	}

	/** The whole address of one of the tenant's endpoints. */
	url(endpoint: 'graphql' | 'export/upload'): string {
		return this.baseUrl + this.path(endpoint);
	}
}

function isBelow(url: URL, base: URL): boolean {
	return `${hostAndPath(url)}/`.startsWith(`${hostAndPath(base)}/`);
}

function hostAndPath({ origin, pathname }: URL): string {
	return origin + pathname.replace(/\/+$/, '');
}

/** The address as seen by a server that takes `..%2f` for a step up. */
function unescapedSlashes({ origin, pathname }: URL): URL {
	return new URL(origin + pathname.replace(/%2f|%5c/gi, '/'));
}

function checkedAlias(alias: string, texts: TenantTexts): string {
	const trimmed = typeof alias === 'string' ? alias.trim() : '';
	if (trimmed === '') {
		throw new AdvocateError('SETTINGS_INVALID', 'The tenant alias is empty', {
			hint: texts.enterAlias,
		});
	}
	if (!/^[A-Za-z0-9_-]+$/.test(trimmed)) {
		throw new AdvocateError(
			'SETTINGS_INVALID',
			'The tenant alias contains characters that are not allowed',
			{
				hint: texts.correctAlias,
			},
		);
	}
	return trimmed;
}

function checkedBaseUrl(baseUrl: string, texts: TenantTexts): string {
	const url = parsedUrl(baseUrl);
	if (url === undefined) {
		throw new AdvocateError('SETTINGS_INVALID', 'The base URL is not a web address', {
			hint: texts.enterBaseUrl,
		});
	}
	const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
	if (!secure) {
		throw new AdvocateError('SETTINGS_INVALID', 'The base URL must begin with https://', {
			hint: texts.useHttps,
		});
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw new AdvocateError(
			'SETTINGS_INVALID',
			'The base URL contains more than a host and a path',
			{
				hint: texts.trimBaseUrl,
			},
		);
	}
	return hostAndPath(url);
}

function parsedUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}
