/** Advocate Upload as it comes: items as they are, checked, written as JSON Lines, streamed. */
import { loadPackage } from '../../harness/engine/load-package.cts';
import { createNodeTypes } from '../../harness/engine/node-types.cts';
import { tenantCredential } from '../../harness/processes/sandbox-process.cts';
import { measureRows } from './row-run.cts';
import { workflowUpload } from './workflow-upload.cts';

measureRows(async ({ sandbox, packageFolder }) => {
	const { nodes, credentialTypes } = await loadPackage(packageFolder);
	const upload = {
		name: 'Advocate Upload',
		type: 'n8n-nodes-impact-advocate.advocateUpload',
		typeVersion: 1,
		parameters: { source: 'items', type: 'MUTATION/USER', rowMode: 'asIs' },
	};
	return workflowUpload([upload], {
		nodeTypes: createNodeTypes(nodes),
		credentialTypes,
		credentials: { advocateApi: tenantCredential(sandbox) },
	});
});
