import { demoLookups } from './lookups.cts';
import type { Lookups } from './lookups.cts';

/** An account of impact.com, as the newest API pages use it for authentication. */
export interface Account {
	readonly sid: string;
	readonly authToken: string;
}

/** A tenant to start the sandbox with. Lookups that are left out are filled with demo data. */
export interface TenantOptions extends Partial<Lookups> {
	/** The alias in the path. One that begins with `test_` is a test tenant. */
	alias: string;
	/** The password of HTTP Basic authentication. */
	apiKey: string;
	/** The impact.com account, whose SID and auth token open the tenant as well. Default: none. */
	account?: Account;
}

/** A tenant of a running sandbox. */
export interface Tenant extends Lookups {
	readonly alias: string;
	readonly apiKey: string;
	readonly account?: Account;
	/** False for a test tenant. Source: the API sheet, "a test tenant's alias begins with test_". */
	readonly isLiveMode: boolean;
}

/** The tenants of a sandbox that is given none: two, to show that they are kept apart. */
export const defaultTenants: readonly TenantOptions[] = [
	{
		alias: 'test_acme',
		apiKey: 'TEST_key_0123456789abcdef',
		account: { sid: 'IRSANDBOXacme', authToken: 'TEST_token_0123456789abcdef' },
	},
	{ alias: 'test_globex', apiKey: 'TEST_key_fedcba9876543210' },
];

/**
 * Makes the tenants of a sandbox.
 * @throws TypeError when an alias is empty, holds a slash or is given twice, or a key is empty
 */
export function makeTenants(options: readonly TenantOptions[]): Map<string, Tenant> {
	const tenants = new Map<string, Tenant>();
	for (const { alias, apiKey, account, ...lookups } of options) {
		if (alias === '' || alias.includes('/')) throw new TypeError(`bad tenant alias "${alias}"`);
		if (apiKey === '') throw new TypeError(`tenant "${alias}" has an empty apiKey`);
		if (tenants.has(alias)) throw new TypeError(`tenant "${alias}" is given twice`);
		tenants.set(alias, {
			...demoLookups(),
			...lookups,
			alias,
			apiKey,
			account,
			isLiveMode: !alias.startsWith('test_'),
		});
	}
	return tenants;
}
