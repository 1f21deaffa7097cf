import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../../harness/project.cts';
import type { CheckList } from '../check-list.cts';
import type { Editor } from './editor.cts';
import type { Gallery } from './gallery.cts';

const START = 'When clicking ‘Execute workflow’';
const READ = 'Read/Write Files from Disk';

/** What a person sees of a node once it has run. */
interface Seen {
	name: string;
	/** The names of its outputs; none where there is one only, which has no name. */
	outputs: string[];
	/** How many items are on each output that has any, as n8n writes it beside the output's name. */
	counts?: Record<string, string>;
	/** Is in the first item. */
	item: RegExp;
}

const CHAIN: Seen[] = [
	{
		name: 'Advocate Upload',
		outputs: ['Uploaded', 'Rejected'],
		counts: { Uploaded: '(1 item)', Rejected: '(5 items)' },
		item: /crm-contacts\.csv/,
	},
	{
		name: 'Advocate Validate',
		outputs: ['Valid', 'Invalid'],
		counts: { Valid: '(1 item)' },
		item: /crm-contacts\.csv/,
	},
	{ name: 'Advocate Create Job', outputs: [], item: /PENDING/ },
	{
		// As it comes it does not wait for the job.
		name: 'Advocate Job Status',
		outputs: ['Completed', 'Pending', 'Aborted'],
		counts: { Pending: '(1 item)' },
		item: /PENDING/,
	},
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
		for (const { name } of CHAIN) {
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
		for (const name of [START, READ, ...CHAIN.map((node) => node.name)]) {
			const mark = editor.node(name).locator('[data-test-id="canvas-node-status-success"]');
			await mark.first().waitFor();
		}
		await editor.tidyUp();
		await gallery.canvas(editor, 'first-import');
	});

	await list.check(
		"each node's outputs have names, and n8n shows how many items are on which",
		async () => {
			for (const seen of CHAIN) {
				await editor.openNode(seen.name);
				await assertSeen(editor, seen);
				await gallery.node(editor, `${seen.name.toLowerCase().replaceAll(' ', '-')}-output`);
				await editor.closeNode();
			}
		},
	);
}

/** n8n writes the number of items beside the name of an output, and nothing beside that of an empty one. */
async function assertSeen(editor: Editor, { name, outputs, counts, item }: Seen): Promise<void> {
	const panel = editor.marked('output-panel').first();
	for (const [index, output] of outputs.entries()) {
		const tab = await panel.locator(`[data-test-id="tab-${index}"]`).first().innerText();
		assert.match(tab, new RegExp(`^${output}\\b`), `tab ${index} of ${name}`);
		const count = /\(.*\)/.exec(tab)?.[0];
		assert.equal(count, counts?.[output], `items on ${output} of ${name}`);
	}
	if (outputs.length === 0) {
		const count = await panel.locator('[data-test-id="ndv-items-count"]').first().innerText();
		assert.equal(count.trim(), '1 item', `items of ${name}`);
	}
	const shown = await panel.locator('[data-test-id="ndv-data-container"]').first().innerText();
	assert.match(shown, item, `the item of ${name}`);
}
