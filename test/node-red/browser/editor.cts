import type { Box, Browser, Locator, Page } from '../../../scripts/n8n/browser.cts';

/** What of playwright's page is used here beyond what n8n's checks use. */
interface MousePage extends Page {
	selectOption(selector: string, option: { label: string }): Promise<unknown>;
	inputValue(selector: string): Promise<string>;
	mouse: {
		move(x: number, y: number, options?: { steps?: number }): Promise<void>;
		down(): Promise<void>;
		up(): Promise<void>;
		click(x: number, y: number): Promise<void>;
		dblclick(x: number, y: number): Promise<void>;
	};
}

/** SVG has no `innerText`. */
interface TextLocator extends Locator {
	textContent(): Promise<string>;
}

/** Node-RED's editor, used with mouse and keyboard. */
export class Editor {
	private constructor(readonly page: MousePage) {}

	static async open(browser: Browser, url: string): Promise<Editor> {
		const page = (await browser.newPage({
			viewport: { width: 1600, height: 900 },
		})) as MousePage;
		page.setDefaultTimeout(5_000);
		await page.goto(url);
		const editor = new Editor(page);
		await page.locator('.red-ui-palette-node').first().waitFor();
		return editor;
	}

	/** Finds a node in the palette by its name, and drags it to a place on the canvas. */
	async drag(type: string, x: number, y: number): Promise<void> {
		const { mouse } = this.page;
		await this.search(type.replaceAll('-', ' '));
		const from = await this.middle(this.page.locator(`[data-palette-type="${type}"]`).first());
		const canvas = await this.boxOf(this.page.locator('#red-ui-workspace-chart'));
		await mouse.move(from.x, from.y);
		await mouse.down();
		await mouse.move(canvas.x + x, canvas.y + y, { steps: 12 });
		await mouse.up();
	}

	/** Looks for nodes in the palette. */
	async search(text: string): Promise<void> {
		await this.page.fill('#red-ui-palette-search input', text);
		// It filters at the next key.
		await this.page.keyboard.press('End');
		await this.settle();
	}

	/** Wires an output, counted from 0, of the nth node on the canvas to the input of another. */
	async wire(from: number, output: number, to: number): Promise<void> {
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

	/** Opens the dialog of the nth node on the canvas. */
	async open(index: number): Promise<void> {
		const node = (await this.nodes())[index];
		const { x, y } = await this.middle(node?.locator('.red-ui-flow-node-label'));
		await this.page.mouse.dblclick(x, y);
		await this.page.locator('#node-dialog-ok').waitFor();
		await this.settle();
	}

	async done(): Promise<void> {
		await this.page.locator('#node-dialog-ok').click();
		await this.settle();
	}

	async deploy(): Promise<void> {
		await this.page.locator('#red-ui-header-button-deploy').click();
		await this.settle();
	}

	/** Chooses the kind of a TypedInput by its label, and fills in its value. */
	async fillTyped(name: string, kind: string, value: string): Promise<void> {
		const field = this.page.locator(`#node-input-${name} + .red-ui-typedInput-container`);
		await field.locator('.red-ui-typedInput-type-select').click();
		const menu = this.page.locator('.red-ui-typedInput-options:visible a', { hasText: kind });
		await menu.first().click();
		await field.locator('input.red-ui-typedInput-input').fill(value);
	}

	/** Opens the kinds of a TypedInput. */
	async kindsOf(name: string): Promise<Locator> {
		const field = this.page.locator(`#node-input-${name} + .red-ui-typedInput-container`);
		await field.locator('.red-ui-typedInput-type-select').click();
		await this.settle();
		return this.page.locator('.red-ui-typedInput-options:visible a');
	}

	/** Ticks the first two on the list of a TypedInput. */
	async chooseTwo(name: string): Promise<void> {
		const field = this.page.locator(`#node-input-${name} + .red-ui-typedInput-container`);
		await field.locator('.red-ui-typedInput-option-trigger').click();
		await this.settle();
		const options = await this.page.locator('.red-ui-typedInput-options:visible a').all();
		for (const option of options.slice(0, 2)) await option.click();
		// Whatever is clicked besides closes the list.
		await this.page.locator('.red-ui-tray-header').first().click();
		await this.settle();
	}

	/** The help beside the open dialog. */
	async help(): Promise<string> {
		await this.page.locator('.red-ui-tray-footer .fa-book').first().click();
		await this.settle();
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

	/** How many nodes are marked as not set up. */
	async errorMarks(): Promise<number> {
		return await this.page.locator('.red-ui-flow-node-error:visible').count();
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
