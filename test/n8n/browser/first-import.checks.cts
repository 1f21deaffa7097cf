import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../scripts/packed-tarball.cts';
import type { CheckList } from '../check-list.cts';
import type { Editor } from './editor.cts';
import type { Gallery } from './gallery.cts';

const START = 'When clicking ‘Execute workflow’';
const READ = 'Read/Write Files from Disk';

/** Each node of the chain, with the outputs that a person sees once it has run. */
const CHAIN: Array<[string, string[]]> = [
	['Advocate Upload', ['Uploaded', 'Rejected']],
	['Advocate Validate', ['Valid', 'Invalid']],
	['Advocate Create Job', []],
	['Advocate Job Status', ['Completed', 'Pending', 'Aborted']],
];

/** A first import, built by hand by somebody who fills in only what is required. */
export async function checkFirstImport(
	list: CheckList,
	editor: Editor,
	gallery: Gallery,
	nodeNames: string[],
): Promise<void> {
	await list.check('typing "advocate" in the node panel lists every node', async () => {
		await editor.newWorkflow();
		await editor.marked('canvas-plus-button').click();
		const found = await editor.search('advocate');
		assert.deepEqual([...found].sort(), [...nodeNames].sort());
		await gallery.part(editor, 'node-panel', { x: 1016, y: 64, width: 384, height: 620 });
	});

	await list.check('the chain is built by hand, and only the file is filled in', async () => {
		await editor.newWorkflow();
		await editor.addNode('manual', 'Manual Trigger');
		await editor.addNode('disk', READ, { after: START, action: 'Read File(s) From Disk' });
		const selector = editor.parameter('fileSelector').locator('input, textarea').first();
		await selector.fill(join(root, 'examples/crm-contacts.csv'));
		await editor.closeNode();
		let after = READ;
		for (const [name] of CHAIN) {
			const action = name === 'Advocate Job Status' ? 'Get a job' : undefined;
			await editor.addNode('advocate', name, { after, action });
			await gallery.node(editor, `${name.toLowerCase().replaceAll(' ', '-')}-as-it-comes`);
			await editor.closeNode();
			after = name;
		}
		await editor.zoomToFit();
		assert.equal(await editor.marked('node-issues').count(), 0, 'nodes with red marks');
	});

	await list.check('it runs to its end', async () => {
		await editor.executeWorkflow();
		for (const name of [START, READ, ...CHAIN.map(([node]) => node)]) {
			const mark = editor.node(name).locator('[data-test-id="canvas-node-status-success"]');
			await mark.first().waitFor();
		}
		await gallery.canvas(editor, 'first-import');
	});

	await list.check("each node's outputs have names, and the items are on one of them", async () => {
		for (const [name, outputs] of CHAIN) {
			await editor.openNode(name);
			const tabs = editor.marked('output-panel').first().locator('[data-test-id="branches"]');
			const text = outputs.length > 0 ? await tabs.innerText() : '';
			for (const output of outputs) assert.match(text, new RegExp(output), `tabs of ${name}`);
			await gallery.node(editor, `${name.toLowerCase().replaceAll(' ', '-')}-output`);
			await editor.closeNode();
		}
	});
}
