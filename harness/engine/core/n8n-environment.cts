/**
 * Settings n8n-core reads from the environment when it is first used. Import this file before
 * `n8n-core`: nothing then lands in the home folder and nothing is logged.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const ENCRYPTION_KEY = 'a-key-for-local-runs-which-protects-nothing';

const userFolder = join(tmpdir(), `n8n-engine-${userInfo().username}`);

Object.assign(process.env, {
	N8N_USER_FOLDER: userFolder,
	N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
	// Since n8n 2 the file nodes may only read ~/.n8n-files: an empty list lifts that.
	N8N_RESTRICT_FILE_ACCESS_TO: '',
	N8N_DIAGNOSTICS_ENABLED: 'false',
});

// Set N8N_LOG_LEVEL=debug to see what the engine does.
process.env.N8N_LOG_LEVEL ??= 'silent';

writeSettingsFile();

/**
 * Writes the settings n8n would write at its first start. n8n-core writes in place, so one of two test
 * workers that start together could read half a file. A rename is atomic.
 */
function writeSettingsFile(): void {
	const folder = join(userFolder, '.n8n');
	const file = join(folder, 'config');
	if (existsSync(file)) return;

	mkdirSync(folder, { recursive: true });
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, JSON.stringify({ encryptionKey: ENCRYPTION_KEY }), { mode: 0o600 });
	renameSync(draft, file);
}
