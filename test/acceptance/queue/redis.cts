import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrograms } from '../../../harness/packages/debian-packages.cts';
import { freePort } from '../../../harness/processes/free-port.cts';
import { ProcessGroup } from '../../../harness/processes/process-group.cts';

/** A Redis of its own, on loopback, with a password. */
export class Redis {
	private constructor(
		private readonly group: ProcessGroup,
		/** What n8n is told of it. */
		readonly env: Record<string, string>,
	) {}

	/**
	 * Installs Debian's Redis where it is missing, and starts one.
	 *
	 * @param folder where it keeps its data and its log
	 */
	static async start(folder: string): Promise<Redis> {
		await ensurePrograms({ 'redis-server': 'redis-server' }, "for n8n's queue");
		const port = await freePort();
		const password = randomBytes(16).toString('hex');
		const config = join(folder, 'redis.conf');
		// In a file of its own: arguments can be read by everybody on this machine.
		const lines = [
			'bind 127.0.0.1',
			`port ${port}`,
			`requirepass ${password}`,
			`dir ${folder}`,
			'appendonly yes',
		];
		writeFileSync(config, lines.join('\n'), { mode: 0o600 });
		const group = new ProcessGroup('redis-server', [config], { log: join(folder, 'redis.log') });
		await group.ready('Redis', 30_000, async () => await listens(port));
		return new Redis(group, {
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(port),
			QUEUE_BULL_REDIS_PASSWORD: password,
		});
	}

	get pid(): number | undefined {
		return this.group.pid;
	}

	async stop(): Promise<void> {
		await this.group.end('SIGTERM');
	}
}

async function listens(port: number): Promise<boolean> {
	return await new Promise((answer) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('error', () => answer(false));
		socket.once('connect', () => {
			socket.destroy();
			answer(true);
		});
	});
}
