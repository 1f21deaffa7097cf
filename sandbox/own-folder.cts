import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folders of sandboxes that have not been closed. */
const open = new Set<string>();
let isListening = false;

/** Makes a folder under the system's temporary one, which is removed at the latest when this process ends. */
export async function makeOwnFolder(): Promise<string> {
	if (!isListening) process.on('exit', removeAll);
	isListening = true;
	const folder = await mkdtemp(join(tmpdir(), 'advocate-sandbox-'));
	open.add(folder);
	return folder;
}

/** Removes such a folder and everything in it. */
export async function removeOwnFolder(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	open.delete(folder);
}

function removeAll(): void {
	for (const folder of open) rmSync(folder, { recursive: true, force: true });
}
