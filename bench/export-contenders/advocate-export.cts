/** Advocate Export in n8n's engine: the result of an export as items or as a file. */
import { loadPackage } from '../../harness/engine/load-package.cts';
import { tenantCredential } from '../../harness/processes/sandbox-process.cts';
import { measureExport } from './export-run.cts';
import { runNodes } from '../run-nodes.cts';

measureExport(async ({ sandbox, packageFolder, jobId, result, maxRows }) => {
	const { nodes, credentialTypes } = await loadPackage(packageFolder);
	const exporter = {
		name: 'Export',
		type: 'n8n-nodes-impact-advocate.advocateExport',
		typeVersion: 1,
		parameters: { operation: 'getResult', jobId, result, options: { maxRows } },
	};
	return async () => {
		const credentials = { advocateApi: tenantCredential(sandbox) };
		const run = await runNodes([exporter], { nodes: [nodes], credentialTypes, credentials });
		const items = run.items('Export');
		return result === 'items' ? items.length : Number(items[0]?.binary?.data?.bytes ?? 0);
	};
});
