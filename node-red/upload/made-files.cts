import { setImmediate } from 'node:timers/promises';
import { ListFingerprint } from '../../advocate/rows/trace/list-fingerprint.ts';
import type { FilesOfRows, MadeFiles } from '../../advocate/rows/write/files-of-rows.ts';
import { stopIfAborted } from '../runtime/system-time.cts';

/** This many rows are checked at a time. In between, Node-RED goes on with its other work. */
const AT_ONCE = 5_000;

/**
 * Makes files of a message's rows.
 *
 * @param rows one for each source
 * @param onRows receives the number of rows checked so far
 * @throws {AdvocateError} as FilesOfRows does; CANCELLED
 */
export async function madeFiles(
	making: FilesOfRows,
	rows: Iterable<unknown>,
	sources: readonly unknown[],
	{ signal, onRows }: { signal: AbortSignal; onRows: (rows: number) => void },
): Promise<MadeFiles> {
	const fingerprint = new ListFingerprint();
	let count = 0;
	for (const row of rows) {
		making.take(row, count, sources[count]);
		fingerprint.add(sources[count]);
		if (++count % AT_ONCE > 0) continue;
		onRows(count);
		await setImmediate();
		stopIfAborted(signal);
	}
	return making.end(fingerprint.end());
}
