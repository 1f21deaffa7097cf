import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AdvocateError } from '../../advocate/errors.ts';
import { stopIfAborted } from '../runtime/system-time.cts';
import { notRead } from '../transport/readable-content.cts';
import { settled } from '../../advocate/settled.ts';

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
		this.folder ??= await mkdtemp(join(tmpdir(), 'node-red-advocate-'));
		const path = join(this.folder, randomUUID());
		await pipeline(content, createWriteStream(path, { mode: 0o600 }), { signal });
		return path;
	}
}
