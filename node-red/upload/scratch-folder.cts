import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AdvocateError } from '../../advocate/errors.ts';
import type { CleaningOptions } from '../../advocate/rows/write/cleaned-file.ts';
import { stopIfAborted } from '../runtime/system-time.cts';
import { notRead } from '../transport/readable-content.cts';
import { settled } from '../../advocate/settled.ts';

/** Begins the name of each folder of this machine's processes; the process ID comes next. */
const PREFIX = `node-red-advocate-${hostname()}-`;

/** Whether the folders of a process can be there no longer than the process. */
function isOver(processId: number): boolean {
	// Asked before this process has made any: its ID had another owner before, as in every container.
	if (processId === process.pid) return true;
	try {
		return !process.kill(processId, 0);
	} catch (error) {
		// A process of somebody else is there all the same.
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}

let removal: Promise<void> | undefined;

/**
 * Removes the folders that were left behind when Node-RED crashed, as they hold customers' rows: once for each
 * process, which makes none before that. Those that can't be removed stay.
 */
export async function leftFoldersRemoved(): Promise<void> {
	await (removal ??= removeLeftFolders());
}

async function removeLeftFolders(): Promise<void> {
	const names = await readdir(tmpdir()).catch(() => []);
	const left = names.filter((name) => {
		if (!name.startsWith(PREFIX)) return false;
		const [, processId] = /^(\d+)-/.exec(name.slice(PREFIX.length)) ?? [];
		return processId !== undefined && isOver(Number(processId));
	});
	const removals = left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }));
	await Promise.allSettled(removals);
}

/** A folder for what the work on one message must keep outside of memory. It is made when first needed. */
export class ScratchFolder {
	private folder?: string;

	/**
	 * Writes content to a new file as it arrives.
	 *
	 * @returns its path
	 * @throws {AdvocateError} FILE_REFUSED if the content could not be read or kept; CANCELLED; whatever
	 * AdvocateError the content throws
	 */
	async keep(content: AsyncIterable<Uint8Array | string>, signal: AbortSignal): Promise<string> {
		const outcome = await settled(this.written(content, signal));
		if ('value' in outcome) return outcome.value;
		stopIfAborted(signal);
		throw outcome.thrown instanceof AdvocateError ? outcome.thrown : notRead(outcome.thrown);
	}

	async remove(): Promise<void> {
		if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true });
	}

	private async written(
		content: AsyncIterable<Uint8Array | string>,
		signal: AbortSignal,
	): Promise<string> {
		await leftFoldersRemoved();
		this.folder ??= await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
		const path = join(this.folder, randomUUID());
		await pipeline(content, createWriteStream(path, { mode: 0o600 }), { signal });
		return path;
	}
}

/** Keeps the cleaned version of a file in a scratch folder. */
export function keptIn(scratch: ScratchFolder, signal: AbortSignal): CleaningOptions['keep'] {
	return async (pieces) => {
		const path = await scratch.keep(pieces, signal);
		const { size } = await stat(path);
		return { sizeBytes: size, open: () => Promise.resolve(createReadStream(path)) };
	};
}
