import assert from 'node:assert/strict';
import type { Box, Browser, Locator, Page } from '../../../harness/browser/playwright.cts';
import { eventually } from '../../../harness/processes/until.cts';

/** What of playwright's page is used here beyond what n8n's checks use. */
interface MousePage extends Page {
	selectOption(selector: string, option: { label: string }): Promise<unknown>;
	inputValue(selector: string): Promise<string>;
	mouse: {
		move(x: number, y: number, options?: { steps?: number }): Promise<void>;
		down(): Promise<void>;
		up(): Promise<void>;
		click(x: number, y: number): Promise<void>;
		/** `delay` is how long the button stays down at each click, in ms. */
		dblclick(x: number, y: number, options: { delay: number }): Promise<void>;
	};
	waitForResponse(url: RegExp): Promise<unknown>;
}

/** SVG has no `innerText`. */
interface TextLocator extends Locator {
	textContent(): Promise<string>;
}

/** Node-RED's editor, used with mouse and keyboard. */
export class Editor {
	private constructor(readonly page: MousePage) {}

	/** @param locale the language of the browser, which the editor takes for its own */
	static async open(browser: Browser, url: string, locale = 'en-US'): Promise<Editor> {
		const page = (await browser.newPage({
			viewport: { width: 1600, height: 900 },
			locale,
		})) as MousePage;
		page.setDefaultTimeout(15_000);
		await page.goto(url);
		const editor = new Editor(page);
		await page.locator('.red-ui-palette-node').first().waitFor();
		return editor;
	}

	/** Finds a node in the palette by its name, and drags it to a place on the canvas. */
	async drag(type: string, x: number, y: number): Promise<void> {
		const { mouse } = this.page;
		await this.search(type.replaceAll('-', ' '));
		const entry = this.page.locator(`[data-palette-type="${type}"]`).first();
		// That it can be clicked means that the categories have come to rest.
		await entry.click({ trial: true });
		const from = await this.middle(entry);
		const canvas = await this.boxOf(this.page.locator('#red-ui-workspace-chart'));
		const before = (await this.nodes()).length;
		await mouse.move(from.x, from.y);
		await mouse.down();
		await mouse.move(canvas.x + x, canvas.y + y, { steps: 12 });
		await mouse.up();
		await eventually(async () =>
			assert.equal((await this.nodes()).length, before + 1, 'nodes on the canvas'),
		);
	}

	/** Looks for nodes in the palette. */
	async search(text: string): Promise<void> {
		await this.page.fill('#red-ui-palette-search input', text);
		// It filters at the next key.
		await this.page.keyboard.press('End');
		const named = ['type', 'label'].map((of) => `[data-palette-${of}*="${text}" i]`);
		const isShown = async (which: string) => await this.page.locator(`${which}:visible`).count();
		const one = '.red-ui-palette-node';
		await eventually(async () => {
			const all = await this.page.locator(`${one}:is(${named.join()})`).count();
			assert.equal(await isShown(`${one}:is(${named.join()})`), all, 'nodes of that name');
			assert.equal(await isShown(`${one}:not(${named.join()})`), 0, 'nodes of other names');
		});
	}

	/**
	 * Wires an output, counted from 0, of the nth node on the canvas to the input of another. A wire let go of
	 * beside the input is none: then a person draws it again.
	 */
	async wire(from: number, output: number, to: number): Promise<void> {
		const wires = this.page.locator('.red-ui-flow-link-line');
		const before = await wires.count();
		await eventually(async () => {
			await this.drawWire(from, output, to);
			const drawn = async () => assert.equal(await wires.count(), before + 1, 'wires');
			await eventually(drawn, 1_000);
		});
	}

	private async drawWire(from: number, output: number, to: number): Promise<void> {
		const { mouse } = this.page;
		const nodes = await this.nodes();
		const ports = await nodes[from]?.locator('.red-ui-flow-port-output .red-ui-flow-port').all();
		const start = await this.middle(ports?.[output]);
		const end = await this.middle(nodes[to]?.locator('.red-ui-flow-port-input .red-ui-flow-port'));
		await mouse.move(start.x, start.y);
		await mouse.down();
		await mouse.move(end.x, end.y, { steps: 12 });
		await mouse.up();
	}

	/**
	 * Opens the dialog of the nth node on the canvas. Node-RED takes two clicks for a double click unless
	 * they come in the same millisecond, or too long after each other: then a person clicks again.
	 */
	async open(index: number): Promise<void> {
		const node = (await this.nodes())[index];
		const { x, y } = await this.middle(node?.locator('.red-ui-flow-node-label'));
		await eventually(async () => {
			await this.page.mouse.dblclick(x, y, { delay: 30 });
			await this.page.locator('#node-dialog-ok').waitFor({ timeout: 3_000 });
		});
		await this.settle();
	}

	/** Presses the button of the tenant that is open, and waits for what it says. */
	async checkConnection(expected: RegExp): Promise<void> {
		await this.page.locator('#advocate-check').click();
		const said = this.page.locator('#advocate-check-said');
		await eventually(async () => assert.match((await said.allInnerTexts()).join(''), expected));
	}

	/** Opens the dialog of the node that was added last. */
	async openLast(): Promise<void> {
		await this.open((await this.nodes()).length - 1);
	}

	async done(): Promise<void> {
		await this.close('ok');
	}

	async cancel(): Promise<void> {
		await this.close('cancel');
	}

	private async close(button: 'ok' | 'cancel'): Promise<void> {
		await this.page.locator(`#node-dialog-${button}`).click();
		await this.usableAgain();
	}

	/** Deploys what was changed, and waits until no node is marked as changed. */
	async deploy(): Promise<void> {
		await this.page.locator('#red-ui-header-button-deploy').click();
		const changed = this.page.locator('.red-ui-flow-node-changed:visible');
		await eventually(async () => assert.equal(await changed.count(), 0, 'changed nodes'));
		await this.usableAgain();
	}

	/** Shows the canvas from its beginning: a drag near its edge moves it. */
	async scrollBack(): Promise<void> {
		await this.page.evaluate("document.querySelector('#red-ui-workspace-chart').scrollTo(0, 0)");
	}

	/** Waits until no notice, such as that of a deploy, covers anything. */
	async noticesGone(): Promise<void> {
		const notices = this.page.locator('.red-ui-notification:visible');
		await eventually(async () => assert.equal(await notices.count(), 0, 'notices'));
	}

	/** Node-RED covers the canvas while a dialog is open and while it deploys: a node can't be clicked then. */
	private async usableAgain(): Promise<void> {
		await this.page.locator('.red-ui-flow-node').first().click({ trial: true });
	}

	/** Chooses the kind of a TypedInput by its label, and fills in its value. */
	async fillTyped(name: string, kind: string, value: string): Promise<void> {
		const field = this.page.locator(`#node-input-${name} + .red-ui-typedInput-container`);
		await field.locator('.red-ui-typedInput-type-select').click();
		const menu = this.page.locator('.red-ui-typedInput-options:visible a', { hasText: kind });
		await menu.first().click();
		await field.locator('input.red-ui-typedInput-input').fill(value);
	}

	/** Opens the kinds of a TypedInput, once the one that is awaited is among them. */
	async kindsOf(name: string, awaited: string): Promise<Locator> {
		const field = this.page.locator(`#node-input-${name} + .red-ui-typedInput-container`);
		const kinds = this.page.locator('.red-ui-typedInput-options:visible a');
		await eventually(async () => {
			await field.locator('.red-ui-typedInput-type-select').click();
			await kinds.first().waitFor();
			const names = (await kinds.allInnerTexts()).join(' | ');
			if (!names.includes(awaited)) await this.closeList();
			assert.ok(names.includes(awaited), names);
		});
		return kinds;
	}

	/** Ticks the first two on the list of a TypedInput. */
	async chooseTwo(name: string): Promise<void> {
		const field = this.page.locator(`#node-input-${name} + .red-ui-typedInput-container`);
		await field.locator('.red-ui-typedInput-option-trigger').click();
		const options = this.page.locator('.red-ui-typedInput-options:visible a');
		await options.first().waitFor();
		for (const option of (await options.all()).slice(0, 2)) await option.click();
		await this.closeList();
	}

	/** Whatever is clicked besides an open list closes it. */
	private async closeList(): Promise<void> {
		await this.page.locator('.red-ui-tray-header').first().click();
		const list = this.page.locator('.red-ui-typedInput-options:visible');
		await eventually(async () => assert.equal(await list.count(), 0, 'open lists'));
	}

	/** The help beside the open dialog. */
	async help(): Promise<string> {
		await this.page.locator('.red-ui-tray-footer .fa-book').first().click();
		await this.page.locator('.red-ui-help:visible').first().waitFor();
		return (await this.page.locator('.red-ui-help').allInnerTexts()).join('\n');
	}

	/** The texts below the nodes. */
	async statuses(): Promise<string[]> {
		const labels = await this.page.locator('.red-ui-flow-node-status-label').all();
		return await Promise.all(labels.map((label) => (label as TextLocator).textContent()));
	}

	/** Presses the button of the nth node on the canvas. */
	async press(index: number): Promise<void> {
		const node = (await this.nodes())[index];
		const { x, y } = await this.middle(node?.locator('.red-ui-flow-node-button-button'));
		await this.page.mouse.click(x, y);
	}

	/** Waits until as many nodes as given, and no more, are marked as not set up. */
	async marks(expected: number): Promise<void> {
		const marks = this.page.locator('.red-ui-flow-node-error:visible');
		await eventually(async () => assert.equal(await marks.count(), expected, 'marked nodes'));
	}

	async nodes(): Promise<Locator[]> {
		return await this.page.locator('.red-ui-flow-node-group').all();
	}

	/** The editor slides and fades. */
	async settle(): Promise<void> {
		await this.page.waitForTimeout(600);
	}

	private async boxOf(locator: Locator | undefined): Promise<Box> {
		const box = await locator?.boundingBox();
		if (!box) throw new Error('It is not on the screen');
		return box;
	}

	private async middle(locator: Locator | undefined): Promise<{ x: number; y: number }> {
		const { x, y, width, height } = await this.boxOf(locator);
		return { x: x + width / 2, y: y + height / 2 };
	}
}
