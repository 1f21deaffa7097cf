import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The company around n8n, on loopback: gives a file for each import, and is told when jobs have ended. */
export class Crm {
	/** For each watcher the ids of the jobs it told of, one for each time. */
	readonly told = new Map<string, string[]>();
	private readonly server: Server;

	private constructor(private readonly rows: number) {
		this.server = createServer((request, response) => {
			this.answer(request, response).catch((error: unknown) => {
				// One bad request is n8n's to tell of; the run goes on.
				response.statusCode = 400;
				response.end(String(error));
			});
		});
	}

	/** @param rows in each file */
	static async start(rows: number): Promise<Crm> {
		const crm = new Crm(rows);
		crm.server.listen(0, '127.0.0.1');
		await once(crm.server, 'listening');
		return crm;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** What the file of an import must be when it arrives. */
	sha256(importNumber: number): string {
		return createHash('sha256').update(this.file(importNumber)).digest('hex');
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	private file(importNumber: number): string {
		const lines = ['accountId,id,firstName,lastName,email,locale'];
		for (let row = 1; row <= this.rows; row += 1) {
			const id = `import-${importNumber}-row-${row}`;
			lines.push(`acme,${id},Ada ${row},Lovelace,${id}@example.com,en_US`);
		}
		return `${lines.join('\n')}\n`;
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const [, what = '', name = ''] = (request.url ?? '').split('/');
		if (what === 'exports') {
			response.setHeader('content-type', 'text/csv');
			response.end(this.file(parseInt(name, 10)));
			return;
		}
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { id } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string };
		this.told.set(name, [...(this.told.get(name) ?? []), id]);
		response.setHeader('content-type', 'application/json');
		response.end('{"ok":true}');
	}
}
