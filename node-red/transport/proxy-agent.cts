import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { AdvocateError } from '../../advocate/errors.ts';

/** The variables that name a proxy, lower case first, as in curl and undici. */
const VARIABLES = {
	httpProxy: ['http_proxy', 'HTTP_PROXY'],
	httpsProxy: ['https_proxy', 'HTTPS_PROXY'],
} as const;

/**
 * Keeps connections, through the proxy that http_proxy, https_proxy and no_proxy name.
 *
 * @throws {AdvocateError} SETTINGS_INVALID if one is not an address; the error names the variable, not
 * its value
 */
export function proxyAgent(env: NodeJS.ProcessEnv = process.env): Dispatcher {
	return new EnvHttpProxyAgent({
		keepAliveTimeout: 10_000,
		httpProxy: proxyIn(env, 'httpProxy'),
		httpsProxy: proxyIn(env, 'httpsProxy'),
	});
}

function proxyIn(env: NodeJS.ProcessEnv, kind: keyof typeof VARIABLES): string | undefined {
	const name = VARIABLES[kind].find((variable) => env[variable] !== undefined);
	const value = env[name ?? '']?.trim();
	if (!value) return value;
	// Like curl, this also takes an address without a scheme.
	const address = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
	if (isProxyAddress(address)) return address;
	throw new AdvocateError('SETTINGS_INVALID', `The proxy in ${name} is not an address`, {
		hint: `Correct this environment variable, for example http://proxy.example.com:3128, and start Node-RED again. In a password write % as %25 and # as %23.`,
	});
}

function isProxyAddress(address: string): boolean {
	try {
		const { protocol, username, password, hash } = new URL(address);
		decodeURIComponent(username + password);
		return /^https?:$/.test(protocol) && hash === '';
	} catch {
		return false;
	}
}
