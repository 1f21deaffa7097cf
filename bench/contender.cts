import { spawn } from 'node:child_process';
import { root, tsxScript } from '../harness/project.cts';

/**
 * Runs a contender to its end in a process of its own.
 *
 * @returns the JSON it printed
 * @throws if it fails; what it says of that goes to stderr
 */
export async function runContender<T>(script: string, ...args: string[]): Promise<T> {
	const child = spawn(process.execPath, tsxScript(script, ...args), {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let printed = '';
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	const code = await new Promise<number | null>((done) => child.once('close', done));
	if (code !== 0) throw new Error(`${script} failed`);
	return JSON.parse(printed) as T;
}

/** Runs the contender of this process: prints what it gives as JSON, or fails with what it throws. */
export function printMeasurement(measure: () => Promise<unknown>): void {
	measure().then(
		(measurement) => process.stdout.write(JSON.stringify(measurement)),
		(error: unknown) => {
			console.error(error);
			process.exitCode = 1;
		},
	);
}
