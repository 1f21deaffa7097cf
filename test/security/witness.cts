import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WitnessedRequest {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface WitnessAnswer {
	status?: number;
	headers?: Record<string, string>;
	body?: string | Buffer;
}

/** A server on this machine that is not Advocate: it remembers what it got, and answers as it is set to. */
export class Witness {
	readonly requests: WitnessedRequest[] = [];
	answer: (request: WitnessedRequest) => WitnessAnswer = () => ({ body: '{}' });

	private readonly server = createServer((incoming, outgoing) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const { method = '', url: path = '', headers } = incoming;
			const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
			this.requests.push(request);
			const { status = 200, headers: own, body } = this.answer(request);
			outgoing.writeHead(status, { 'content-type': 'application/json', ...own });
			outgoing.end(body);
		});
	});

	async open(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	forget(): void {
		this.requests.length = 0;
		this.answer = () => ({ body: '{}' });
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
