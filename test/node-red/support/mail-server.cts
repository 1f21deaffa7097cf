import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** As much of an SMTP server as takes in letters. */
export class MailServer {
	/** The letters that have come, with their headers. */
	readonly letters: string[] = [];

	private constructor(private readonly server: Server) {}

	static async start(): Promise<MailServer> {
		const server = createServer();
		const mails = new MailServer(server);
		server.on('connection', (socket) => mails.attend(socket));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return mails;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	stop(): void {
		this.server.close();
	}

	private attend(socket: Socket): void {
		let given = '';
		let isLetter = false;
		socket.write('220 here\r\n');
		socket.on('error', () => socket.destroy());
		socket.on('data', (data) => {
			given += data.toString();
			for (;;) {
				const end = isLetter ? '\r\n.\r\n' : '\r\n';
				const at = given.indexOf(end);
				if (at < 0) return;
				const said = given.slice(0, at);
				given = given.slice(at + end.length);
				if (isLetter) this.letters.push(said);
				isLetter = !isLetter && said === 'DATA';
				socket.write(isLetter ? '354 go on\r\n' : said === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
			}
		});
	}
}
