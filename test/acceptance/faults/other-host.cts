import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What another host was asked. */
export interface StrayRequest {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** Rows of the errors file that the other host gives to whoever comes for one. */
export const OTHER_HOSTS_FILE =
	'recordNumber,message,apiErrorCode,statusCode\n' +
	'1,From another host,BAD_REQUEST,400\n2,From another host,BAD_REQUEST,400\n';

/**
 * A host to which answers redirect. It is no part of Advocate: requests of the API must never come here;
 * files may, without a key.
 */
export class OtherHost {
	private readonly received: StrayRequest[] = [];

	private constructor(
		private readonly server: Server,
		readonly url: string,
	) {}

	static async start(): Promise<OtherHost> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const host = new OtherHost(server, `http://127.0.0.1:${port}`);
		server.on('request', (request, response) => {
			const { method = '', url = '', headers } = request;
			const entry: StrayRequest = { method, path: url, headers, body: '' };
			host.received.push(entry);
			request.on('data', (chunk: Buffer) => (entry.body += chunk.toString()));
			request.on('end', () => {
				response.setHeader('content-type', 'text/csv');
				response.end(OTHER_HOSTS_FILE);
			});
		});
		return host;
	}

	/** An address of its own for each cell, by which its requests are told apart. */
	addressFor(cell: number): string {
		return `${this.url}/cell-${cell}/somewhere/else`;
	}

	/** What came to a cell's address. */
	requestsFor(cell: number): StrayRequest[] {
		return this.received.filter(({ path }) => path.startsWith(`/cell-${cell}/`));
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
