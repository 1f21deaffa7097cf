import assert from 'node:assert/strict';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { runnableTemplate, templateNames } from '../../../harness/n8n/workflow-files.cts';
import type { CheckList } from '../check-list.cts';
import type { Editor } from './editor.cts';
import type { Gallery } from './gallery.cts';

/** n8n's types of a sticky note, which are no nodes to look at. */
const NOTE = 'n8n-nodes-base.stickyNote';

/** Every template as somebody sees it who has just imported it. */
export async function checkTemplateCanvases(
	list: CheckList,
	running: N8nWithSandbox,
	editor: Editor,
	gallery: Gallery,
): Promise<void> {
	for (const name of templateNames()) {
		await list.check(`template ${name} is on the canvas, with all of its nodes`, async () => {
			const file = runnableTemplate(name, running.credential);
			const { id } = await running.add({ ...file, pinData: {} });
			await editor.openWorkflow(id);
			for (const node of file.nodes) {
				if (node.type === NOTE) continue;
				assert.equal(await editor.node(node.name).count(), 1, `the node "${node.name}"`);
			}
			await gallery.canvas(editor, `workflows/${name.replace(/\.json$/, '')}`);
		});
	}
}
