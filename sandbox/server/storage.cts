import { openServer } from './server.cts';
import type { Handler, LoopbackServer } from './server.cts';

/**
 * The server to which signed links lead: another origin than the API's, as Google's storage is. It is
 * started when a link first needs it, as most tests do without.
 */
export class Storage {
	readonly #handle: Handler;
	#server: Promise<LoopbackServer> | undefined;

	constructor(handle: Handler) {
		this.#handle = handle;
	}

	/** What its links begin with, without a slash at its end. */
	async baseUrl(): Promise<string> {
		const { baseUrl } = await (this.#server ??= this.#open());
		return baseUrl;
	}

	/** Ends every connection. */
	async close(): Promise<void> {
		const server = await this.#server;
		await server?.close();
	}

	async #open(): Promise<LoopbackServer> {
		const server = await openServer(0);
		server.serve(this.#handle);
		return server;
	}
}
