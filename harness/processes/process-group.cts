import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { atExit } from './end-of-process.cts';
import { until } from './until.cts';

export interface ProcessGroupOptions {
	cwd?: string;
	/** The whole environment: this process's own is not added. */
	env?: NodeJS.ProcessEnv;
	/** The file to which everything it prints is appended. */
	log: string;
}

/**
 * A program in a process group of its own, so that it ends together with everything that it started. It
 * does not outlive this process.
 */
export class ProcessGroup {
	private readonly child: ChildProcess;
	private readonly log: string;

	constructor(command: string, args: string[], { cwd, env, log }: ProcessGroupOptions) {
		this.log = log;
		const file = openSync(log, 'a');
		const stdio: ['ignore', number, number] = ['ignore', file, file];
		this.child = spawn(command, args, { cwd, env, stdio, detached: true });
		// A program that could not be started counts as ended, which is what `ready` looks at.
		this.child.on('error', () => undefined);
		// A group of its own does not get the Ctrl+C that ends this process.
		const forget = atExit(() => this.send('SIGKILL'));
		this.child.on('exit', forget);
		closeSync(file);
	}

	/** Of the program, and of its group; undefined when it could not be started. */
	get pid(): number | undefined {
		return this.child.pid;
	}

	get hasEnded(): boolean {
		const { exitCode, signalCode, pid } = this.child;
		return exitCode !== null || signalCode !== null || pid === undefined;
	}

	/**
	 * Waits until it is ready. If it ends before that or takes too long, it is killed with everything that
	 * it started.
	 *
	 * @param name what it is, for the error: "PostgreSQL"
	 * @param withinMs how long it may take, in ms
	 * @param isReady asked again and again
	 * @throws Error with the end of its log
	 */
	async ready(name: string, withinMs: number, isReady: () => Promise<boolean>): Promise<void> {
		try {
			await until(`${name} to be ready`, withinMs, async () => {
				if (this.hasEnded) throw new Error(`${name} ended while it was starting`);
				return (await isReady()) || undefined;
			});
		} catch (error) {
			await this.end('SIGKILL');
			const message = error instanceof Error ? error.message : String(error);
			throw new Error(`${message}\n${lastLines(this.log)}`);
		}
	}

	/** Ends it by a signal; if it hangs for 40 s, it is killed. */
	async end(signal: NodeJS.Signals): Promise<void> {
		if (this.hasEnded) return;
		const ended = once(this.child, 'exit');
		this.send(signal);
		const patience = setTimeout(() => this.send('SIGKILL'), 40_000);
		await ended;
		clearTimeout(patience);
	}

	private send(signal: NodeJS.Signals): void {
		const { pid } = this.child;
		if (pid === undefined) return;
		try {
			process.kill(-pid, signal);
		} catch {
			// It has ended by itself meanwhile.
		}
	}
}

/** The end of a log, to be shown when something went wrong; empty where there is none. */
export function lastLines(file: string, count = 30): string {
	try {
		return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
	} catch {
		return '';
	}
}
