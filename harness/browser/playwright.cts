/* The part of playwright-core that is used here, as documented; the project does not depend on it. */

export interface Locator {
	/** A `trial` waits until it could be clicked, and does not click. */
	click(options?: { timeout?: number; trial?: boolean }): Promise<void>;
	dblclick(): Promise<void>;
	fill(value: string): Promise<void>;
	focus(): Promise<void>;
	inputValue(): Promise<string>;
	isChecked(): Promise<boolean>;
	getAttribute(name: string): Promise<string | null>;
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
	/** Evaluates an expression in the page and gives its value; a promise is awaited. */
	evaluate<T>(expression: string): Promise<T>;
	keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
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
		locale?: string;
	}): Promise<Page>;
	close(): Promise<void>;
}

interface LaunchOptions {
	executablePath: string;
	args: string[];
	/** Whether Playwright listens to the signals that end this process; it ends the browser at its exit anyway. */
	handleSIGINT: boolean;
	handleSIGTERM: boolean;
	handleSIGHUP: boolean;
}

export interface Playwright {
	chromium: {
		launch(options: LaunchOptions): Promise<Browser>;
	};
}
