import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../../../harness/browser/playwright.cts';
import type { Editor } from './editor.cts';

/** The editor's own buttons, which float above the canvas. */
const BUTTONS = [
	'node-creator-plus-button',
	'command-bar-button',
	'add-sticky-button',
	'toggle-focus-panel-button',
	'instance-ai-canvas-action-button',
	'canvas-controls',
].map((button) => `[data-test-id="${button}"]`);

/** "Execute workflow" and what it starts at: n8n has no mark on the two together. */
const EXECUTE = '[class*="_executionButtons_"]';

/** What n8n says in the corner, for some seconds. */
const MESSAGES = '.el-notification';

/** A credential or channel that is not chosen yet: red on a template, as it should be. */
const MISSING = '[data-test-id="node-issues"]';

/** Where the pictures of a tour go; those of templates into a folder of their own. */
export class Gallery {
	constructor(private readonly folder: string) {
		mkdirSync(join(folder, 'workflows'), { recursive: true });
	}

	/** The whole window. */
	async window(editor: Editor, name: string): Promise<void> {
		await editor.page.screenshot({ path: this.path(name) });
	}

	/** Part of the window, in CSS pixels. */
	async part(editor: Editor, name: string, clip: Box): Promise<void> {
		await editor.page.screenshot({ path: this.path(name), clip });
	}

	/** What is on the canvas, all of it, without the editor's own bars. */
	async canvas(editor: Editor, name: string): Promise<void> {
		await editor.zoomToFit();
		const clip = await editor.boxOfNodes();
		const style = hidden(...BUTTONS, EXECUTE, MESSAGES, MISSING);
		await editor.page.screenshot({ path: this.path(name), clip, style });
	}

	/** The open node, without the canvas behind it. */
	async node(editor: Editor, name: string): Promise<void> {
		await editor.settled();
		await editor
			.marked('ndv')
			.first()
			.screenshot({ path: this.path(name), style: hidden(MESSAGES) });
	}

	private path(name: string): string {
		return join(this.folder, `${name}.png`);
	}
}

/** CSS that hides elements and leaves their place. */
function hidden(...selectors: string[]): string {
	return `${selectors.join(', ')} { visibility: hidden !important; }`;
}
