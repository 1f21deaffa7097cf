import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { Tenant } from '../../advocate/api/tenant.ts';
import { NODE_RED_TEXTS } from '../../node-red/runtime/host-texts.cts';
import { proxyAgent } from '../../node-red/transport/proxy-agent.cts';
import { UndiciTransport } from '../../node-red/transport/undici-transport.cts';

/* "100 Continue" that nobody asked for costs no upload, and doubles none. */

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const LAST = 'the last bytes';
let server: Server;
let proxy: HttpServer | undefined;
let agent: Dispatcher;
let received: string[];
let connections: number;
/** What the server sends as soon as a request has begun, in pieces; and then as the answer's body. */
let interim: string[];
let answer: string;

beforeEach(async () => {
	received = [];
	connections = 0;
	answer = '{"fileRef":"imports/1.csv"}';
	server = createServer((socket) => {
		connections++;
		void attend(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	agent = proxyAgent({});
});
afterEach(async () => {
	await agent.destroy();
	server.close();
	proxy?.close();
	proxy = undefined;
});

async function attend(socket: Socket): Promise<void> {
	let request = '';
	let hasBegun = false;
	for await (const chunk of socket) {
		request += String(chunk);
		if (!hasBegun) await send(socket, interim);
		hasBegun = true;
		if (!request.includes(LAST)) continue;
		received.push(request);
		[request, hasBegun] = ['', false];
		socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`);
	}
}

/** Sends each piece in a packet of its own. */
async function send(socket: Socket, pieces: string[]): Promise<void> {
	socket.setNoDelay(true);
	for (const piece of pieces) {
		socket.write(piece);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

function baseUrl(): string {
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function transport(): UndiciTransport {
	return new UndiciTransport({
		tenant: new Tenant({ tenantAlias: 'test_abc', baseUrl: baseUrl() }, NODE_RED_TEXTS),
		...{ signIn: { userName: '', apiKey: 'k' }, dispatcher: agent, timeoutMs: 5_000 },
		signal: new AbortController().signal,
	});
}

async function upload(): Promise<string> {
	const content = `${'x'.repeat(3_000_000)}${LAST}`;
	const file = {
		...{ fileName: 'users.csv', mimeType: 'text/csv', sizeBytes: content.length },
		open: () => Promise.resolve(Buffer.from(content)),
	};
	const url = `${baseUrl()}/api/v1/test_abc/export/upload`;
	return (await transport().postFile(url, file, 'raw')).body;
}

it.each([
	['as one', [CONTINUE]],
	['in pieces', ['HTT', 'P/1.1 100 Con', 'tinue\r\n', '\r\n']],
	['with headers, and twice', ['HTTP/1.1 100 Continue\r\nVia: 1.1 x\r\n', `\r\n${CONTINUE}`]],
	['before other interim answers', [`${CONTINUE}HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n`]],
])('is left out when it comes %s', async (_how, pieces) => {
	interim = pieces;
	expect([await upload(), await upload()]).toEqual([answer, answer]);
	expect(received).toHaveLength(2);
});

it('is left out before each answer on a connection that is kept', async () => {
	interim = [CONTINUE];
	const url = `${baseUrl()}/api/v1/test_abc/graphql`;
	for (let time = 0; time < 3; time++) {
		expect(await transport().postJson(url, { query: LAST })).toMatchObject({ body: answer });
	}
	// undici may open a second one, but no third.
	expect(connections).toBeLessThan(3);
});

it('is left out behind a proxy, too', async () => {
	proxy = createHttpServer().on('connect', (request, client: Socket) => {
		const [host, port] = String(request.url).split(':');
		const target = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			client.pipe(target).pipe(client);
		});
		target.on('error', () => client.destroy());
		client.on('error', () => target.destroy());
	});
	const tunnel = proxy;
	await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
	await agent.destroy();
	agent = proxyAgent({ http_proxy: `http://127.0.0.1:${(tunnel.address() as AddressInfo).port}` });
	interim = [CONTINUE];
	expect(await upload()).toBe(answer);
	expect(received).toHaveLength(1);
});

it('stays in an answer that has such words in it', async () => {
	interim = [];
	answer = `${CONTINUE}${CONTINUE}`;
	expect(await upload()).toBe(answer);
});
