/** Advocate Upload as it comes: every row checked. The package is this build, or the one it is compared with. */
import { loadPackage } from '../../harness/engine/load-package.cts';
import { tenantCredential } from '../../harness/processes/sandbox-process.cts';
import { measureFile } from './file-run.cts';
import { runChain } from './file-workflow.cts';

measureFile(async ({ sandbox, packageFolder }) => {
	const { nodes, credentialTypes } = await loadPackage(packageFolder);
	const upload = {
		name: 'Upload',
		type: 'n8n-nodes-impact-advocate.advocateUpload',
		typeVersion: 1,
		// An option of builds before rows were checked by default; later ones know nothing of it.
		parameters: { options: { checkRows: true } },
	};
	return async (path) => {
		const credentials = { advocateApi: tenantCredential(sandbox) };
		const run = await runChain(path, [upload], { nodes: [nodes], credentialTypes, credentials });
		return Number(run.json('Upload')[0]?.rows);
	};
});
