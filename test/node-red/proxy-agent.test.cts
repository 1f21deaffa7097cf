import { proxyAgent } from '../../node-red/transport/proxy-agent.cts';

it.each([
	'http://proxy.example.com:3128',
	'proxy.example.com:3128',
	'10.0.0.1:3128',
	'localhost:3128',
	' http://user:p%25ss@proxy.example.com ',
	'',
	'  ',
])('a proxy may be written as %j', async (http_proxy) => {
	await proxyAgent({ http_proxy, HTTPS_PROXY: http_proxy }).destroy();
});

it.each([
	['http_proxy', 'http://user:100%@proxy.example.com'],
	['HTTPS_PROXY', 'http://user:a#b@proxy.example.com'],
	['https_proxy', 'http://'],
	['http_proxy', 'ftp://proxy.example.com:21'],
])(
	'a value that is not an address is reported by the name of %s, without the value',
	(name, value) => {
		expect(() => proxyAgent({ [name]: value })).toThrow(`The proxy in ${name} is not an address`);
	},
);
