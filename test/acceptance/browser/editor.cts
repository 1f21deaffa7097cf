import type { Box, Browser, Locator, Page } from '../../../harness/browser/playwright.cts';
import { OWNER } from '../../../harness/n8n/n8n-with-sandbox.cts';

export type Theme = 'light' | 'dark';

/** n8n's editor as a person uses it: by what is seen, clicked and typed. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens the editor in a browser of its own and signs in. */
	static async signedIn(
		browser: Browser,
		url: string,
		theme: Theme,
		viewport = { width: 1400, height: 860 },
	): Promise<Editor> {
		const page = await browser.newPage({ viewport, colorScheme: theme });
		page.setDefaultTimeout(20_000);
		// The first is n8n's choice of theme, the others its hints to newcomers.
		await page.addInitScript(
			`localStorage.setItem('N8N_THEME', '${theme}');` +
				`localStorage.setItem('N8N_NODE_CREATOR_SHORTCUT_CALLOUT', 'true');`,
		);
		await page.goto(`${url}/signin`);
		await page.locator('input[autocomplete=email], input[type=email]').first().fill(OWNER.email);
		await page.locator('input[type=password]').fill(OWNER.password);
		await page.keyboard.press('Enter');
		await page.waitForURL(/home|workflow/);
		return new Editor(page, url);
	}

	/** What n8n marks for its own tests, by that mark. */
	marked(testId: string, options?: { hasText?: string | RegExp }): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`, options);
	}

	/** An empty canvas. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.marked('canvas-plus-button').waitFor();
		await this.settled();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.marked('canvas-node').first().waitFor();
		await this.settled();
	}

	/** Types into the node panel, which is open; gives the names it lists. */
	async search(text: string): Promise<string[]> {
		const bar = this.marked('node-creator-search-bar');
		await bar.waitFor();
		await this.settled(300);
		await bar.fill(text);
		await this.settled();
		return await this.marked('node-creator-item-name').allInnerTexts();
	}

	/**
	 * Adds a node.
	 *
	 * @param search what is typed into the node panel
	 * @param name the entry chosen from it
	 * @param place the node it comes after, by that one's first output, and the action chosen where n8n asks
	 */
	async addNode(
		search: string,
		name: string,
		{ after, action }: { after?: string; action?: string } = {},
	): Promise<void> {
		if (after === undefined) {
			await this.marked('canvas-plus-button').click();
		} else {
			await this.zoomToFit();
			const output = this.node(after).locator('[data-handleid="outputs/main/0"]');
			await output.locator('[data-test-id="canvas-handle-plus"]').click();
		}
		await this.search(search);
		await this.choose(name);
		if (action !== undefined) await this.choose(action);
		await this.settled();
	}

	async zoomToFit(): Promise<void> {
		await this.marked('zoom-to-fit').click();
		await this.settled(600);
	}

	/** Puts the nodes in line. */
	async tidyUp(): Promise<void> {
		await this.marked('tidy-up-button').first().click();
		await this.settled();
	}

	private async choose(name: string): Promise<void> {
		await this.marked('node-creator-item-name', { hasText: name }).first().click();
		await this.settled();
		// Nodes of community packages have a page of their own in between.
		const add = this.page.getByText('Add to workflow', { exact: true });
		if ((await add.count()) > 0) await add.first().click();
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Where the nodes and notes on the canvas are, with the names below nodes and outputs beside them. */
	async boxOfNodes(): Promise<Box> {
		const nodes = await this.page.locator('.vue-flow__node').all();
		const boxes: Box[] = [];
		for (const node of nodes) {
			const box = await node.boundingBox();
			if (box !== null) boxes.push(box);
		}
		const left = Math.max(Math.min(...boxes.map(({ x }) => x)) - 60, 0);
		const top = Math.min(...boxes.map(({ y }) => y)) - 20;
		const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 130;
		const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 72;
		return { x: left, y: top, width: right - left, height: bottom - top };
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).first().dblclick();
		await this.marked('ndv').first().waitFor();
		await this.settled();
	}

	async closeNode(): Promise<void> {
		await this.marked('ndv-close-button').first().click();
		await this.marked('ndv').first().waitFor({ state: 'hidden' });
		await this.settled(300);
	}

	/** The list of fields of the open node. */
	parameter(name: string): Locator {
		return this.marked(`parameter-input-${name}`);
	}

	/** Drags one thing onto another with the mouse. */
	async drag(what: Locator, onto: Locator): Promise<void> {
		const from = middleOf(await what.boundingBox());
		// While something is dragged, its target shows other words.
		const to = middleOf(await onto.boundingBox());
		await this.page.mouse.move(from.x, from.y);
		await this.page.mouse.down();
		await this.page.mouse.move(from.x + 40, from.y + 10, { steps: 5 });
		await this.page.mouse.move(to.x, to.y, { steps: 15 });
		await this.settled(300);
		await this.page.mouse.up();
		await this.settled();
	}

	/** Shows the items of the open node's output as JSON, in which nothing is cut off at the side. */
	async showOutputAsJson(): Promise<void> {
		const output = this.marked('output-panel').first();
		await output.locator('[data-test-id="radio-button-json"]').click();
		await this.settled();
	}

	async executeWorkflow(): Promise<void> {
		await this.page.getByText('Execute workflow', { exact: true }).last().click();
	}

	async executeStep(): Promise<void> {
		await this.marked('node-execute-button').first().click();
	}

	/** Lets animations come to their end. */
	async settled(ms = 1200): Promise<void> {
		await this.page.waitForTimeout(ms);
	}
}

function middleOf(box: Box | null): { x: number; y: number } {
	if (box === null) throw new Error('What is to be dragged, or where to, is not on the screen');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
