import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { AdvocateCredential } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { root } from '../../../harness/project.cts';
import type { CheckList } from '../check-list.cts';
import type { Editor } from './editor.cts';
import type { Gallery } from './gallery.cts';

const START = 'When clicking ‘Execute workflow’';
const READ = 'Read/Write Files from Disk';
const IMPORT = 'Advocate Import';

/** The most fields that a first import may ask for: searches, the file, and the credential. */
const MOST_FIELDS = 8;

/** Counts in the page what a person clicks and which fields they fill in. */
const COUNTING = `
	window.touched = { clicks: 0, fields: new Set() };
	addEventListener('pointerup', () => window.touched.clicks++, true);
	addEventListener('input', ({ target }) => window.touched.fields.add(target), true);
`;

interface Touched {
	clicks: number;
	fields: number;
}

/** The first import of somebody with a file and a key, from an empty canvas to the rows that were not imported. */
export async function checkFiveMinutes(
	list: CheckList,
	editor: Editor,
	gallery: Gallery,
	credential: AdvocateCredential,
): Promise<void> {
	await list.check(
		`from an empty canvas to a first import with Advocate Import, with at most ${MOST_FIELDS} fields filled in`,
		async () => {
			await editor.newWorkflow();
			const started = Date.now();
			await editor.page.evaluate(COUNTING);
			await editor.addNode('manual', 'Manual Trigger');
			await editor.addNode('disk', READ, { after: START, action: 'Read File(s) From Disk' });
			const selector = editor.parameter('fileSelector').locator('input, textarea').first();
			await selector.fill(join(root, 'examples/crm-contacts.csv'));
			await editor.closeNode();
			await editor.addNode('advocate', IMPORT, { after: READ });
			await createCredential(editor, credential);
			await gallery.node(editor, 'import-panel');
			await editor.closeNode();
			await editor.executeWorkflow();
			const success = '[data-test-id="canvas-node-status-success"]';
			await editor.node(IMPORT).locator(success).first().waitFor();
			await editor.openNode(IMPORT);
			const output = editor.marked('output-panel').first();
			await output
				.getByText(/998 of 1,000 users imported/)
				.first()
				.waitFor();
			const seconds = (Date.now() - started) / 1_000;

			const { clicks, fields } = await editor.page.evaluate<Touched>(
				'({ clicks: touched.clicks, fields: touched.fields.size })',
			);
			console.log(
				`          ${seconds.toFixed(0)} s, ${clicks} clicks, ${fields} fields, the searches for nodes among them`,
			);
			assert.ok(fields <= MOST_FIELDS, `${fields} fields were filled in`);
			await gallery.node(editor, 'import-imported');
		},
	);

	await list.check(
		'the rows that were not imported are on Rejected, each with its reasons',
		async () => {
			const output = editor.marked('output-panel').first();
			await output
				.getByText(/^Rejected/)
				.first()
				.click();
			await output
				.getByText(/accountId is required/)
				.first()
				.waitFor();
			await gallery.node(editor, 'import-rejected');
			await editor.closeNode();
		},
	);
}

/** Fills in a new credential from within the open node. */
async function createCredential(
	editor: Editor,
	{ tenantAlias, apiKey, baseUrl }: AdvocateCredential,
): Promise<void> {
	await editor.marked('node-credentials-select').first().click();
	await editor.marked('node-credentials-select-item-new').first().click();
	const dialog = editor.marked('editCredential-modal').first();
	for (const [name, value] of Object.entries({ tenantAlias, apiKey, baseUrl })) {
		await dialog.locator(`[data-test-id="parameter-input-${name}"] input`).first().fill(value);
	}
	await editor.marked('credential-save-button').first().click();
	await dialog.waitFor({ state: 'hidden' });
}
