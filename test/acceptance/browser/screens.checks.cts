import assert from 'node:assert/strict';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import {
	runnable,
	runnableTemplate,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../../harness/n8n/workflow-files.cts';
import type { CheckList } from '../check-list.cts';
import { triggerAlone, type NodeType } from '../n8n/package.checks.cts';
import { refusedFile, rowsAsItems } from './demo-workflows.cts';
import type { Editor } from './editor.cts';
import type { Gallery } from './gallery.cts';

/** Screens that a user comes to: an error, the columns, a template that has run. */
export async function checkScreens(
	list: CheckList,
	running: N8nWithSandbox,
	editor: Editor,
	gallery: Gallery,
	triggers: NodeType[],
): Promise<void> {
	const opened = async (file: WorkflowFile): Promise<StoredWorkflow> => {
		const workflow = await running.add(runnable(file, running.credential));
		await editor.openWorkflow(workflow.id);
		return workflow;
	};
	const output = editor.marked('output-panel').first();

	await list.check('a refused file is told with what to do about it', async () => {
		await opened(refusedFile());
		await editor.openNode('Advocate Upload');
		await editor.executeStep();
		await output
			.getByText(/required columns .* are missing/)
			.first()
			.waitFor();
		await gallery.node(editor, 'refused-file');
		await editor.closeNode();
	});

	await list.check('rows as items: what was matched, and what was rejected why', async () => {
		await opened(rowsAsItems({ mappingMode: 'autoMapInputData', value: null }));
		await editor.openNode('Advocate Upload');
		await editor.executeStep();
		await output
			.getByText(/Rejected/)
			.first()
			.waitFor();
		await editor.showOutputAsJson();
		await gallery.node(editor, 'rows-as-items');
		await output
			.getByText(/Rejected/)
			.first()
			.click();
		await output
			.getByText(/countryCode must be/)
			.first()
			.waitFor();
		await gallery.node(editor, 'rejected-rows');
		await editor.closeNode();
	});

	await list.check("the columns to map by hand are Advocate's and the tenant's own", async () => {
		await opened(rowsAsItems({ mappingMode: 'defineBelow', value: {} }));
		await editor.openNode('Advocate Upload');
		const parameters = editor.marked('node-parameters').first();
		for (const column of [/^Account ID/, /^User ID/]) {
			await parameters.getByText(column).first().waitFor();
		}
		await gallery.node(editor, 'map-columns');
		await editor.closeNode();
	});

	for (const trigger of triggers) {
		const { displayName } = trigger;
		await list.check(`${displayName} opens with nothing missing`, async () => {
			await opened(triggerAlone(trigger));
			assert.equal(await editor.marked('node-issues').count(), 0, 'nodes with red marks');
			await editor.openNode(displayName);
			await gallery.node(editor, displayName.toLowerCase().replaceAll(' ', '-'));
			await editor.closeNode();
		});
	}

	await list.check('the credential says in its own fields what to enter', async () => {
		await opened(rowsAsItems({ mappingMode: 'autoMapInputData', value: null }));
		await editor.openNode('Advocate Upload');
		await editor.marked('credential-edit-button').first().click();
		const fields = editor.marked('editCredential-modal').first();
		for (const field of ['Tenant Alias', 'API Key', 'Base URL']) {
			await fields.getByText(field).first().waitFor();
		}
		await editor.settled(2500);
		await gallery.window(editor, 'credential');
	});
}

/** The template to start with, once it has run. */
export async function checkTemplateOnCanvas(
	list: CheckList,
	running: N8nWithSandbox,
	editor: Editor,
	gallery: Gallery,
	suffix: string,
): Promise<void> {
	await list.check(
		`a template runs in the editor, and looks well${suffix && ' in the dark'}`,
		async () => {
			await runTemplate(running, editor, 'crm-users-import.json', 'Advocate Import');
			await gallery.canvas(editor, `crm-users-import${suffix}`);
		},
	);
}

/** A job that has ended, as Advocate Job Status gives it. */
export async function checkFinishedJob(
	list: CheckList,
	running: N8nWithSandbox,
	editor: Editor,
	gallery: Gallery,
): Promise<void> {
	await list.check('a job that has ended is shown with its failed rows', async () => {
		await runTemplate(running, editor, 'crm-users-step-by-step.json', 'Advocate Job Status');
		await editor.openNode('Advocate Job Status');
		await editor.showOutputAsJson();
		await gallery.node(editor, 'job-status-output');
		await editor.closeNode();
	});
}

async function runTemplate(
	running: N8nWithSandbox,
	editor: Editor,
	template: string,
	last: string,
): Promise<void> {
	const { id } = await running.add(runnableTemplate(template, running.credential));
	await editor.openWorkflow(id);
	await editor.executeWorkflow();
	const success = '[data-test-id="canvas-node-status-success"]';
	await editor.node(last).locator(success).first().waitFor();
}
