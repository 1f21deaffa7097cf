import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../../harness/project.cts';
import { atExit } from '../../../harness/processes/end-of-process.cts';
import type { Finish, Start } from './racer.cts';

/** Two processes that share nothing but the tenant, as two n8n workers do. */
export class TwoProcesses {
	private readonly waiting = new Map<string, (finish: Finish) => void>();

	private constructor(private readonly children: readonly ChildProcess[]) {
		children.forEach((child, index) => {
			child.on('message', (finish: Finish) => {
				const key = `${index} ${finish.race}`;
				this.waiting.get(key)?.(finish);
				this.waiting.delete(key);
			});
		});
	}

	/** @param preload a script of this folder that is loaded before the nodes */
	static async start(preload?: string): Promise<TwoProcesses> {
		const before = preload === undefined ? [] : ['--require', join(__dirname, preload)];
		const children = [1, 2].map(() => {
			const execArgv = ['--require', 'tsx/cjs', ...before];
			const child = fork(join(__dirname, 'racer.cts'), { cwd: root, execArgv });
			const forget = atExit(() => child.kill('SIGKILL'));
			child.on('exit', forget);
			return child;
		});
		await Promise.all(children.map(async (child) => await readyOf(child)));
		return new TwoProcesses(children);
	}

	/** Has both create a job for the same file at the same moment. */
	async race(start: Start): Promise<Finish[]> {
		const finishes = this.children.map(
			async (_child, index) =>
				await new Promise<Finish>((resolve) => {
					this.waiting.set(`${index} ${start.race}`, resolve);
				}),
		);
		for (const child of this.children) child.send(start);
		return await Promise.all(finishes);
	}

	async stop(): Promise<void> {
		await Promise.all(
			this.children.map(async (child) => {
				const ended = once(child, 'exit');
				child.kill();
				await ended;
			}),
		);
	}
}

async function readyOf(child: ChildProcess): Promise<void> {
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`A process ended with ${String(code)} while it was starting`);
	});
	await Promise.race([once(child, 'message'), ended]);
}
