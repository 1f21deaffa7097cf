import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensurePrograms, programPath } from '../packages/debian-packages.cts';
import { installedVersion, npm } from '../packages/npm.cts';
import type { Browser, Playwright } from './playwright.cts';

/** playwright-core brings no browser and fetches none: it drives Debian's Chromium. */
const PLAYWRIGHT_VERSION = '1.65.1';

/** Why a browser would have to be installed first, as a sentence; undefined when there is one. */
export function browserMissing(): string | undefined {
	return programPath('chromium') === undefined ? 'Chromium is not installed.' : undefined;
}

/**
 * A headless Chromium, which can reach no address but loopback. What is missing is installed: Chromium by
 * apt, playwright-core into the cache folder.
 *
 * @param options.cache a folder outside of the checkout
 */
export async function launchedBrowser({ cache }: { cache: string }): Promise<Browser> {
	await ensurePrograms({ chromium: 'chromium' }, 'to open the editor');
	const { chromium } = await playwright(cache);
	return await chromium.launch({
		executablePath: programPath('chromium') ?? 'chromium',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--disable-background-networking',
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
		],
		// end-of-process.cts listens to them, and has other things to end besides.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
	});
}

async function playwright(cache: string): Promise<Playwright> {
	const folder = join(cache, 'browser');
	// One of another version is replaced: it takes seconds.
	if (installedVersion(folder, 'playwright-core') !== PLAYWRIGHT_VERSION) {
		console.error(`Installing playwright-core ${PLAYWRIGHT_VERSION} into ${folder} …`);
		mkdirSync(folder, { recursive: true });
		const flags = ['--prefix', folder, '--ignore-scripts'];
		await npm(['install', ...flags, `playwright-core@${PLAYWRIGHT_VERSION}`]);
	}
	return createRequire(join(folder, 'package.json'))('playwright-core') as Playwright;
}
