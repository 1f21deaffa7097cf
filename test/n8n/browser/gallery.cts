import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../../../scripts/n8n/browser.cts';
import type { Editor } from './editor.cts';

/** The editor's own buttons, which float above the canvas. */
const BUTTONS = [
	'node-creator-plus-button',
	'command-bar-button',
	'add-sticky-button',
	'toggle-focus-panel-button',
	'instance-ai-canvas-action-button',
].map((button) => `[data-test-id="${button}"]`);

/** What n8n says in the corner, for some seconds. */
const MESSAGES = '.el-notification';

/** Where the pictures of a tour go. */
export class Gallery {
	constructor(private readonly folder: string) {
		mkdirSync(folder, { recursive: true });
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
		const style = hidden(...BUTTONS, MESSAGES);
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
