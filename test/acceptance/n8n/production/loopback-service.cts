import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for an outside service on loopback: keeps what is posted, and answers everything with one document. */
export class LoopbackService {
	/** The bodies that were posted, in order. */
	readonly posted: Array<Record<string, unknown>> = [];

	private constructor(
		private readonly server: Server,
		private readonly answer: () => unknown,
	) {}

	/** @param answer what it gives, as JSON */
	static async start(answer: () => unknown = () => ({ ok: true })): Promise<LoopbackService> {
		const server = createServer();
		const service = new LoopbackService(server, answer);
		server.on('request', (request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const body = Buffer.concat(chunks).toString();
				if (request.method === 'POST') {
					service.posted.push(JSON.parse(body) as Record<string, unknown>);
				}
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(service.answer()));
			});
		});
		await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
		return service;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((closed) => this.server.close(closed));
	}
}
