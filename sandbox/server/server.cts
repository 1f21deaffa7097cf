import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Handles one request to its end. Must not throw. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP server on 127.0.0.1. */
export interface LoopbackServer {
	/** `http://127.0.0.1:{port}`, without a slash at its end. */
	readonly baseUrl: string;
	/** Hands every request from now on to this handler. */
	serve(handle: Handler): void;
	/** Ends every connection; resolves once no handler is running. */
	close(): Promise<void>;
}

/**
 * Starts a server.
 * @param port 0 for any free one
 * @throws whatever `listen` throws, such as EADDRINUSE
 */
export async function openServer(port: number): Promise<LoopbackServer> {
	const server = createServer();
	// An upload may take as long as it likes.
	server.requestTimeout = 0;
	await listen(server, port);
	const underWay = new Set<Promise<void>>();
	return {
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		serve: (handle) => {
			server.on('request', (request: IncomingMessage, response: ServerResponse) => {
				const handling = handle(request, response);
				underWay.add(handling);
				void handling.finally(() => underWay.delete(handling));
			});
		},
		close: async () => {
			await end(server);
			await Promise.allSettled(underWay);
		},
	};
}

async function listen(server: Server, port: number): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
}

async function end(server: Server): Promise<void> {
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
