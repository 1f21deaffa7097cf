import { createServer, connect, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// Below the range from which systems give out ports, so that nobody takes it while it is closed.
let nextPort = 20_000;

/**
 * A TCP port in front of a server, which can be closed and opened again: while it is closed, the system
 * itself refuses connections to it.
 */
export class Front {
	/** The port on this machine that it stands in front of. */
	target = 0;
	private server?: Server;
	private readonly sockets = new Set<Socket>();
	private closingWord?: string;

	private constructor(private readonly port: number) {}

	/** Opens a port that nobody has. */
	static async start(): Promise<Front> {
		for (;;) {
			const front = new Front(nextPort++);
			if (await front.listening()) return front;
		}
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	get isOpen(): boolean {
		return this.server !== undefined;
	}

	/** Closes the port at once, and every connection through it. */
	close(): void {
		this.stopListening();
		for (const socket of this.sockets) socket.destroy();
	}

	/** Closes the port as soon as a client has sent this; its connection may still be answered. */
	closeOnceSent(word: string): void {
		this.closingWord = word;
	}

	/** Opens the port again. */
	async open(): Promise<void> {
		this.closingWord = undefined;
		for (let tries = 0; tries < 40; tries++) {
			if (this.isOpen || (await this.listening())) return;
			await sleep(50);
		}
		throw new Error(`Port ${this.port} could not be opened again`);
	}

	private stopListening(): void {
		this.server?.close();
		this.server = undefined;
	}

	private async listening(): Promise<boolean> {
		const server = createServer((client) => this.pass(client));
		return await new Promise((resolve) => {
			server.once('error', () => resolve(false));
			server.listen(this.port, '127.0.0.1', () => {
				this.server = server;
				resolve(true);
			});
		});
	}

	private pass(client: Socket): void {
		const upstream = connect(this.target, '127.0.0.1');
		const link = [client, upstream];
		for (const socket of link) {
			this.sockets.add(socket);
			socket.on('error', () => undefined);
			socket.on('close', () => {
				this.sockets.delete(socket);
				for (const end of link) end.destroy();
			});
		}
		client.on('data', (bytes) => {
			if (this.closingWord === undefined || !bytes.includes(this.closingWord)) return;
			this.stopListening();
			// A connection kept alive from earlier would still let requests through.
			for (const other of this.sockets) if (!link.includes(other)) other.destroy();
		});
		client.pipe(upstream);
		upstream.pipe(client);
	}
}
