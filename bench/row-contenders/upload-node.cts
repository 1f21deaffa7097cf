import { loadPackage } from '../../harness/engine/load-package.cts';
import { createNodeTypes } from '../../harness/engine/node-types.cts';
import { tenantCredential } from '../../harness/processes/sandbox-process.cts';
import type { RowUpload, Surroundings } from './row-run.cts';
import { workflowUpload } from './workflow-upload.cts';

/** The upload of items by Advocate Upload. */
export async function advocateUpload(
	{ sandbox, packageFolder }: Surroundings,
	rowMode: 'asIs' | 'matched',
): Promise<RowUpload> {
	const { nodes, credentialTypes } = await loadPackage(packageFolder);
	const upload = {
		name: 'Advocate Upload',
		type: 'n8n-nodes-impact-advocate.advocateUpload',
		typeVersion: 1,
		parameters: { source: 'items', type: 'MUTATION/USER', rowMode },
	};
	return workflowUpload([upload], {
		nodeTypes: createNodeTypes(nodes),
		credentialTypes,
		credentials: { advocateApi: tenantCredential(sandbox) },
	});
}
