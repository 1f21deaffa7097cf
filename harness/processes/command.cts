import { spawn } from 'node:child_process';
import { atExit } from './end-of-process.cts';

export interface CommandOptions {
	cwd?: string;
	/** On top of this process's own. */
	env?: Record<string, string>;
}

/**
 * Runs a command until it ends, or until this process does.
 *
 * @returns what it printed, stdout and stderr together
 * @throws Error with what it printed, when it ends with anything but 0
 */
export async function run(
	command: string,
	args: string[],
	options: CommandOptions = {},
): Promise<string> {
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: { ...process.env, ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const forget = atExit(() => child.kill());
	const chunks: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
	const code = await new Promise<number | null>((done, fail) => {
		child.on('error', fail);
		child.on('close', done);
	}).finally(forget);
	const printed = Buffer.concat(chunks).toString();
	if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${printed}`);
	return printed;
}
