import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './end-of-process.cts';

/** A folder that is removed when asked to be, and with this process at the latest. */
export class TemporaryFolder {
	readonly path: string;
	private readonly forget: () => void;

	/** @param name what its name begins with, such as "advocate-n8n" */
	constructor(name: string) {
		this.path = mkdtempSync(join(tmpdir(), `${name}-`));
		this.forget = atExit(() => this.removeNow());
	}

	/** Removes it with all that is in it. */
	remove(): void {
		this.removeNow();
		this.forget();
	}

	private removeNow(): void {
		// Whoever has just been killed may still be writing into it.
		rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}
