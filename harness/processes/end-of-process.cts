import { constants } from 'node:os';

type EndSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';

/** Sent by a terminal that is closed, by Ctrl+C, and by whatever stops a CI job. */
const END_SIGNALS: EndSignal[] = ['SIGHUP', 'SIGINT', 'SIGTERM'];

const undoings = new Set<() => void>();
let asked: Array<() => void> = [];
let isListening = false;

/**
 * Undoes something when this process ends, by Ctrl+C or SIGTERM too. What was registered last comes first, so
 * that whatever writes into a folder is killed before the folder is removed. SIGKILL leaves no time for it.
 *
 * @param undo synchronous; if it fails, the others still run
 * @returns a function that takes it back, for when it has been undone already
 */
export function atExit(undo: () => void): () => void {
	listen();
	// A function of its own, as the same one may be registered twice.
	const undoing = () => undo();
	undoings.add(undoing);
	return () => void undoings.delete(undoing);
}

/** Waits until this process is asked to end, which it then does not; asked a second time, it ends. */
export async function askedToEnd(): Promise<void> {
	listen();
	await new Promise<void>((resolve) => asked.push(resolve));
}

function listen(): void {
	if (isListening) return;
	isListening = true;
	process.on('exit', undoAll);
	// A signal that nobody listens to ends a process without its `exit`.
	for (const signal of END_SIGNALS) process.on(signal, onSignal);
}

function onSignal(signal: EndSignal): void {
	const waiting = asked;
	asked = [];
	// What a shell reports of a process that a signal has ended.
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
