import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { npm } from '../processes/command.cts';
import { ensurePrograms, programPath } from '../processes/debian-packages.cts';
import type { InstalledN8n } from './installed-n8n.cts';
import { installedVersion } from '../processes/installed-version.cts';

/** playwright-core comes without a browser and downloads none: it drives Debian's Chromium. */
const PLAYWRIGHT_VERSION = '1.65.1';

/*
 * The parts of playwright-core that are used here, as its documentation describes them. It is not a
 * dependency of the project.
 */

export interface Locator {
	/** With `trial`, waits until the element could be clicked, and does not click. */
	click(options?: { timeout?: number; trial?: boolean }): Promise<void>;
	dblclick(): Promise<void>;
	fill(value: string): Promise<void>;
	first(): Locator;
	last(): Locator;
	locator(selector: string, options?: { hasText?: string | RegExp }): Locator;
	getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
	count(): Promise<number>;
	allInnerTexts(): Promise<string[]>;
	innerText(): Promise<string>;
	boundingBox(): Promise<Box | null>;
	all(): Promise<Locator[]>;
	/** `style` is CSS that applies while the picture is taken. */
	screenshot(options: { path: string; style?: string }): Promise<unknown>;
	waitFor(options?: { state?: 'visible' | 'hidden'; timeout?: number }): Promise<void>;
}

export interface Page extends Pick<Locator, 'locator' | 'getByText'> {
	goto(url: string): Promise<unknown>;
	fill(selector: string, value: string): Promise<void>;
	waitForURL(url: RegExp): Promise<void>;
	waitForTimeout(ms: number): Promise<void>;
	screenshot(options: { path: string; clip?: Box; style?: string }): Promise<unknown>;
	setDefaultTimeout(ms: number): void;
	setContent(html: string): Promise<void>;
	/** Evaluates a JavaScript expression in the page; a promise is awaited. */
	evaluate<T>(expression: string): Promise<T>;
	keyboard: { press(key: string): Promise<void> };
	addInitScript(script: string): Promise<unknown>;
}

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Browser {
	newPage(options: {
		viewport: { width: number; height: number };
		colorScheme?: 'light' | 'dark';
	}): Promise<Page>;
	close(): Promise<void>;
}

interface LaunchOptions {
	executablePath: string;
	args: string[];
	/**
	 * Whether Playwright listens to the signals that end this process; it ends the browser when the process
	 * exits anyway.
	 */
	handleSIGINT: boolean;
	handleSIGTERM: boolean;
	handleSIGHUP: boolean;
}

interface Playwright {
	chromium: {
		launch(options: LaunchOptions): Promise<Browser>;
	};
}

/** Why a browser would have to be installed first, as a sentence; undefined if there is one. */
export function browserMissing(): string | undefined {
	return programPath('chromium') === undefined ? 'Chromium is not installed.' : undefined;
}

/**
 * A headless Chromium, which can reach no address but loopback. What is missing is installed: Chromium by
 * apt, playwright-core into n8n's cache folder.
 */
export async function launchedBrowser({ cache }: Pick<InstalledN8n, 'cache'>): Promise<Browser> {
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
		// end-of-process.cts listens to them, as it has other things to end as well.
		...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
	});
}

async function playwright(cache: string): Promise<Playwright> {
	const folder = join(cache, 'browser');
	// Another version is replaced, which takes seconds.
	if (installedVersion(folder, 'playwright-core') !== PLAYWRIGHT_VERSION) {
		console.error(`Installing playwright-core ${PLAYWRIGHT_VERSION} into ${folder} …`);
		mkdirSync(folder, { recursive: true });
		await npm([
			'install',
			'--prefix',
			folder,
			`playwright-core@${PLAYWRIGHT_VERSION}`,
			'--ignore-scripts',
		]);
	}
	return createRequire(join(folder, 'package.json'))('playwright-core') as Playwright;
}
