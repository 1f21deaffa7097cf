import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { AdvocateError } from '../../advocate/errors.ts';
import { attempted } from '../../advocate/settled.ts';
import { poolWithoutContinue } from './interim-answers.cts';

/** The variables that name a proxy, lower case first, as in curl and undici. */
const VARIABLES = {
	httpProxy: ['http_proxy', 'HTTP_PROXY'],
	httpsProxy: ['https_proxy', 'HTTPS_PROXY'],
} as const;

/**
 * Keeps connections, through the proxy that http_proxy, https_proxy and no_proxy name. If one of them is not an
 * address, requests that no_proxy exempts are sent all the same; others fail with an AdvocateError
 * (SETTINGS_INVALID), which names the variable, not its value.
 */
export function proxyAgent(env: NodeJS.ProcessEnv = process.env): Dispatcher {
	const proxies = attempted(() => ({
		httpProxy: proxyIn(env, 'httpProxy'),
		httpsProxy: proxyIn(env, 'httpsProxy'),
	}));
	if ('thrown' in proxies) return new DirectAgent(exemptIn(env), proxies.thrown);
	return new EnvHttpProxyAgent({ ...KEPT, ...proxies.value });
}

const KEPT = { keepAliveTimeout: 10_000, factory: poolWithoutContinue };

/** Sends what needs no proxy, and nothing else. */
class DirectAgent extends Agent {
	constructor(
		private readonly isExempt: (url: URL) => boolean,
		private readonly problem: unknown,
	) {
		super(KEPT);
	}

	override dispatch(options: Agent.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
		if (!this.isExempt(new URL(String(options.origin)))) throw this.problem as Error;
		return super.dispatch(options, handler);
	}
}

/** Which addresses no_proxy exempts: names with their subdomains, perhaps with a port, as undici has it. */
function exemptIn(env: NodeJS.ProcessEnv): (url: URL) => boolean {
	const listed = (env['no_proxy'] ?? env['NO_PROXY'] ?? '').toLowerCase().split(/[,\s]+/);
	const entries = listed
		.filter((entry) => entry !== '')
		.map((entry) => /^(?:\*?\.)?(.+?)(?::(\d+))?$/.exec(entry))
		.map((match) => ({ name: match?.[1] ?? '', port: match?.[2] }));
	return ({ host, port, protocol }) => {
		const name = host.replace(/:\d*$/, '').toLowerCase();
		const actual = port || (protocol === 'https:' ? '443' : '80');
		return entries.some(
			(entry) =>
				entry.name === '*' ||
				((entry.port ?? actual) === actual &&
					(name === entry.name || name.endsWith(`.${entry.name}`))),
		);
	};
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
