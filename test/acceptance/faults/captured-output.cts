/**
 * What the engine and the nodes write while the matrix runs: n8n's log at its most talkative. Import this
 * file before anything of n8n, which reads the level when it is first used.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

process.env.N8N_LOG_LEVEL = 'debug';

const listeners = new AsyncLocalStorage<string[]>();
/** Output that no work in particular wrote; it is searched for every key. */
const strays: string[] = [];

const toStdout = process.stdout.write.bind(process.stdout);

/** Writes to the real stdout. */
export function print(text: string): void {
	toStdout(`${text}\n`);
}

/** Does work, and gives what this work alone wrote to stdout and stderr meanwhile. */
export async function capturingOutput<T>(
	work: () => Promise<T>,
): Promise<{ result: T; written: string[] }> {
	const written: string[] = [];
	return { result: await listeners.run(written, work), written };
}

/** What the work that asks has written so far. */
export function writtenSoFar(): readonly string[] {
	return listeners.getStore() ?? [];
}

/** What was written outside of any such work. */
export function strayOutput(): readonly string[] {
	return strays;
}

function capture(chunk: unknown): boolean {
	(listeners.getStore() ?? strays).push(
		typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString(),
	);
	return true;
}

process.stdout.write = capture;
process.stderr.write = capture;
