import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that answers nobody of a race before both have come. */
export class StartingLine {
	private readonly waiting = new Map<string, ServerResponse>();
	private readonly server: Server;

	private constructor() {
		this.server = createServer((request, response) => {
			const race = request.url ?? '';
			const other = this.waiting.get(race);
			if (other === undefined) {
				this.waiting.set(race, response);
				return;
			}
			this.waiting.delete(race);
			for (const one of [other, response]) {
				one.setHeader('content-type', 'application/json');
				one.end('{}');
			}
		});
	}

	static async start(): Promise<StartingLine> {
		const line = new StartingLine();
		line.server.listen(0, '127.0.0.1');
		await once(line.server, 'listening');
		return line;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}
