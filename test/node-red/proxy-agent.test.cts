import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
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
	async (name, value) => {
		const agent = proxyAgent({ [name]: value, no_proxy: 'example.com' });
		const asked = request('http://advocate.example.org', { dispatcher: agent });
		await expect(asked).rejects.toThrow(`The proxy in ${name} is not an address`);
		await agent.destroy();
	},
);

describe('with a proxy that is not an address', () => {
	let server: Server;

	beforeAll(async () => {
		server = createServer((_request, response) => response.end('direct'));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => server.close());

	it.each(['127.0.0.1', '*', 'example.com, 127.0.0.1', '127.0.0.1:PORT'])(
		'no_proxy=%s exempts a request',
		async (no_proxy) => {
			const { port } = server.address() as AddressInfo;
			const exempt = no_proxy.replace('PORT', String(port));
			const agent = proxyAgent({ http_proxy: 'http://', no_proxy: exempt });
			const { body } = await request(`http://127.0.0.1:${port}`, { dispatcher: agent });
			expect(await body.text()).toBe('direct');
			await agent.destroy();
		},
	);

	it.each(['', '127.0.0.1:1', '27.0.0.1', 'localhost'])(
		'no_proxy=%j does not',
		async (no_proxy) => {
			const { port } = server.address() as AddressInfo;
			const agent = proxyAgent({ http_proxy: 'http://', no_proxy });
			const asked = request(`http://127.0.0.1:${port}`, { dispatcher: agent });
			await expect(asked).rejects.toThrow('The proxy in http_proxy is not an address');
			await agent.destroy();
		},
	);
});
