import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { Tenant } from '../../advocate/api/tenant.ts';
import { UndiciTransport } from '../../node-red/transport/undici-transport.cts';
import { startLoopbackServer, type LoopbackServer } from '../support/loopback-server.cts';
import { NODE_RED_TEXTS } from '../../node-red/runtime/host-texts.cts';

const KEY = 'k-123/secret+key==';
const closings: Array<() => Promise<unknown>> = [];
let dispatcher: Dispatcher;

beforeEach(() => {
	dispatcher = new EnvHttpProxyAgent();
});
afterEach(async () => {
	await dispatcher.destroy();
	for (const close of closings.splice(0)) await close();
});

async function serve(answer: RequestListener): Promise<LoopbackServer> {
	const server = await startLoopbackServer(answer);
	closings.push(async () => await server.close());
	return server;
}

function transportTo(
	baseUrl: string,
	options: { timeoutMs?: number; signal?: AbortSignal; onSent?: (bytes: number) => void } = {},
): UndiciTransport {
	return new UndiciTransport({
		tenant: new Tenant({ tenantAlias: 'test_abc', baseUrl }, NODE_RED_TEXTS),
		...{
			signIn: { userName: '', apiKey: KEY },
			dispatcher,
			timeoutMs: 5_000,
			signal: new AbortController().signal,
		},
		...options,
	});
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	let body = '';
	for await (const chunk of request) body += String(chunk);
	return body;
}

const file = (content: string) => ({
	...{ fileName: 'users.csv', mimeType: 'text/csv', sizeBytes: content.length },
	open: () => Promise.resolve(Buffer.from(content)),
});

it('sends the key as the password of an empty user, and keeps connections for later requests', async () => {
	const seen = new Set<Socket>();
	const server = await serve((request, response) => {
		seen.add(request.socket);
		response.end(JSON.stringify({ authorization: request.headers.authorization }));
	});
	const transport = transportTo(server.url);
	const url = `${server.url}/api/v1/test_abc/graphql`;
	const first = await transport.postJson(url, {});
	for (let times = 0; times < 5; times++) await transport.postJson(url, {});

	const authorization = `Basic ${Buffer.from(`:${KEY}`).toString('base64')}`;
	expect(JSON.parse(first.body)).toEqual({ authorization });
	// The second request does not wait until the first one's connection is free again.
	expect(seen.size).toBeLessThanOrEqual(2);
});

it('sends the key nowhere but below the base URL, and with no download', async () => {
	const authorizations: unknown[] = [];
	const server = await serve((request, response) => {
		authorizations.push(request.headers.authorization);
		response.end('x');
	});
	const transport = transportTo('https://advocate.example');
	await expect(transport.postJson(`${server.url}/graphql`, {})).rejects.toMatchObject({
		code: 'SETTINGS_INVALID',
	});
	const { content } = await transport.getFile(server.url);
	for await (const chunk of content) expect(String(chunk)).toBe('x');
	expect(authorizations).toEqual([undefined]);
});

it('sends the key with a download where that is asked for, below the base URL only', async () => {
	const server = await serve((request, response) => {
		response.writeHead(303, { location: '/elsewhere', seen: request.headers.authorization });
		response.end('moved');
	});
	const transport = transportTo(server.url);
	const { status, headers, content } = await transport.getFileWithKey(`${server.url}/download`);
	content.destroy();
	const seen = `Basic ${Buffer.from(`:${KEY}`).toString('base64')}`;
	expect([status, headers.seen]).toEqual([303, seen]);
	const elsewhere = transportTo('https://advocate.example').getFileWithKey(server.url);
	await expect(elsewhere).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
});

it('puts a file into the part "file" of a form, with its length; or sends it raw', async () => {
	const requests: Array<{ headers: IncomingMessage['headers']; body: string }> = [];
	const server = await serve((request, response) => {
		void bodyOf(request).then((body) => {
			requests.push({ headers: request.headers, body });
			response.end('{}');
		});
	});
	const sent: number[] = [];
	const transport = transportTo(server.url, { onSent: (bytes) => sent.push(bytes) });
	const url = `${server.url}/api/v1/test_abc/export/upload`;
	await transport.postFile(url, file('a,b\n'), 'multipart');
	await transport.postFile(url, file('a,b\n'), 'raw');

	const [form, raw] = requests;
	expect(form?.headers['content-length']).toBe(String(form?.body.length));
	expect(form?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
	expect(form?.body).toContain(
		'name="file"; filename="users.csv"\r\nContent-Type: text/csv\r\n\r\na,b\n\r\n',
	);
	expect(raw).toMatchObject({ body: 'a,b\n', headers: { 'content-type': 'text/csv' } });
	expect(raw?.headers['content-disposition']).toBe('attachment; filename="users.csv"');
	expect(sent).toEqual([4, 4]);
});

it('follows no redirect, and unpacks what comes compressed', async () => {
	const server = await serve((request, response) => {
		if (request.url?.endsWith('graphql')) {
			response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end();
		} else {
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"fileRef":"x"}'));
		}
	});
	const transport = transportTo(server.url);
	const base = `${server.url}/api/v1/test_abc`;
	expect(await transport.postJson(`${base}/graphql`, {})).toMatchObject({ status: 302 });
	const answer = await transport.postFile(`${base}/export/upload`, file('a'), 'multipart');
	expect(answer.body).toBe('{"fileRef":"x"}');
});

it.each(['multipart', 'raw'] as const)(
	'says of a file that can not be read to its end that it is the file, sent %s, and does not blame the way',
	async (encoding) => {
		const server = await serve((request, response) => {
			void bodyOf(request).then(
				() => response.end('{}'),
				() => undefined,
			);
		});
		const broken = {
			...file('x'.repeat(300_000)),
			open: () => Promise.resolve(createReadStream('/no/such/file.csv')),
		};
		const url = `${server.url}/api/v1/test_abc/export/upload`;
		const sent = transportTo(server.url).postFile(url, broken, encoding);
		await expect(sent).rejects.toMatchObject({
			code: 'FILE_REFUSED',
			transient: false,
			hint: expect.stringContaining('ENOENT') as string,
		});
	},
);

it('ends at once when the work is stopped, even in the middle of an upload', async () => {
	const stop = new AbortController();
	const server = await serve((request) => void request.once('data', () => stop.abort()));
	const transport = transportTo(server.url, { signal: stop.signal });
	const big = file('x'.repeat(10_000_000));
	const url = `${server.url}/api/v1/test_abc/export/upload`;
	await expect(transport.postFile(url, big, 'raw')).rejects.toMatchObject({ code: 'CANCELLED' });
	await expect(transport.postJson(url, {})).rejects.toMatchObject({ code: 'CANCELLED' });
});

it('says in plain words when there is no answer in time, or nobody there', async () => {
	const silent = await serve(() => undefined);
	const transport = transportTo(silent.url, { timeoutMs: 100 });
	const url = `${silent.url}/api/v1/test_abc/graphql`;
	await expect(transport.postJson(url, {})).rejects.toMatchObject({
		code: 'TIMED_OUT',
		transient: true,
	});
	const gone = await startLoopbackServer(() => undefined);
	await gone.close();
	const missing = transportTo(gone.url).postJson(`${gone.url}/api/v1/test_abc/graphql`, {});
	await expect(missing).rejects.toMatchObject({
		code: 'UNREACHABLE',
		hint: expect.stringContaining('Node-RED can reach this host') as string,
	});
});

it('goes through the proxy of the environment', async () => {
	const target = await serve((_request, response) => response.end('{}'));
	const tunnels: string[] = [];
	const proxy = createServer();
	proxy.on('connect', ({ url = '' }: IncomingMessage, client: Socket) => {
		tunnels.push(url);
		const [host, port] = url.split(':');
		const upstream = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 OK\r\n\r\n');
			client.pipe(upstream).pipe(client);
		});
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	closings.push(async () => {
		proxy.closeAllConnections();
		await new Promise((resolve) => proxy.close(resolve));
	});
	process.env.http_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	dispatcher = new EnvHttpProxyAgent();
	delete process.env.http_proxy;
	await transportTo(target.url).postJson(`${target.url}/api/v1/test_abc/graphql`, {});

	expect(tunnels).toEqual([new URL(target.url).host]);
});
