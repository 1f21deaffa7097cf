import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface EchoServer {
	url: string;
	requests: ReceivedRequest[];
	close(): Promise<void>;
}

/**
 * A server on loopback that remembers what it got.
 *
 * @param answer gives the JSON body and the status of each answer
 */
export async function startEchoServer(
	answer: (request: ReceivedRequest) => { status?: number; body: unknown } = () => ({ body: {} }),
): Promise<EchoServer> {
	const requests: ReceivedRequest[] = [];
	const server = createServer((incoming, outgoing) => {
		let body = '';
		incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
		incoming.on('end', () => {
			const { method = '', url = '', headers } = incoming;
			const request = { method, url, headers, body };
			requests.push(request);
			const { status = 200, body: json } = answer(request);
			outgoing.writeHead(status, { 'content-type': 'application/json' });
			outgoing.end(JSON.stringify(json));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
