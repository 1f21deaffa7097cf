import { constants } from 'node:os';

type EndSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';

/** A terminal that is closed, Ctrl+C, and what stops a CI job. */
const END_SIGNALS: EndSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

const undoings = new Set<() => void>();
let asked: Array<() => void> = [];
let isListening = false;

/**
 * Registers something to be undone when this process ends, also by Ctrl+C or SIGTERM. What was registered
 * last is undone first, so that a process that writes into a folder is killed before the folder is
 * removed. SIGKILL leaves no time for this.
 *
 * @param undo synchronous; if it fails, the others still run
 * @returns cancels the registration, for when it has been undone already
 */
export function atExit(undo: () => void): () => void {
	listen();
	// A new function each time, as the same one may be registered twice.
	const undoing = () => undo();
	undoings.add(undoing);
	return () => void undoings.delete(undoing);
}

/** Waits until this process is asked to end, and keeps it alive that once; the next request ends it. */
export async function askedToEnd(): Promise<void> {
	listen();
	await new Promise<void>((resolve) => asked.push(resolve));
}

function listen(): void {
	if (isListening) return;
	isListening = true;
	process.on('exit', undoAll);
	// A signal that nobody listens to ends a process without an `exit` event.
	for (const signal of END_SIGNALS) process.on(signal, onSignal);
}

function onSignal(signal: EndSignal): void {
	const waiting = asked;
	asked = [];
	// The exit code that a shell reports for a process ended by a signal.
	if (waiting.length === 0) process.exit(128 + constants.signals[signal]);
	for (const resolve of waiting) resolve();
}

function undoAll(): void {
	for (const undo of [...undoings].reverse()) {
		try {
			undo();
		} catch (error) {
			console.error(error instanceof Error ? error.message : error);
		}
	}
}
