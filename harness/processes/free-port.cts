import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A TCP port on 127.0.0.1 that nobody listens on. It is below the range from which the system hands out ports,
 * so it stays free while n8n is down between two starts.
 *
 * @param wanted taken if it is free
 */
export async function freePort(wanted = randomPort()): Promise<number> {
	const server = createServer();
	try {
		server.listen(wanted, '127.0.0.1');
		await once(server, 'listening');
		return wanted;
	} catch {
		return await freePort();
	} finally {
		server.close();
	}
}

function randomPort(): number {
	return randomInt(20_000, 30_000);
}
