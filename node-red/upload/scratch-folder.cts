import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A folder of one message's own for what must be kept outside of memory; made when first needed. */
export class ScratchFolder {
	private folder?: Promise<string>;

	/**
	 * Writes content to a new file, as it comes.
	 *
	 * @returns its path
	 */
	async keep(content: AsyncIterable<Uint8Array | string>, signal: AbortSignal): Promise<string> {
		this.folder ??= mkdtemp(join(tmpdir(), 'node-red-advocate-'));
		const path = join(await this.folder, randomUUID());
		await pipeline(content, createWriteStream(path, { mode: 0o600 }), { signal });
		return path;
	}

	async remove(): Promise<void> {
		const folder = await this.folder;
		if (folder !== undefined) await rm(folder, { recursive: true, force: true });
	}
}
