import { createNodeTypes } from '../../harness/engine/node-types.cts';
import { loadFileNodes } from '../../harness/engine/n8n-nodes-base.cts';
import { tenantCredential } from '../../harness/processes/sandbox-process.cts';
import { uploadRequest } from '../upload-request.cts';
import type { RowUpload, Surroundings } from './row-run.cts';
import { workflowUpload, type Node } from './workflow-upload.cts';

const convert = {
	name: 'Convert to File',
	type: 'n8n-nodes-base.convertToFile',
	typeVersion: 1.1,
	parameters: { operation: 'csv' },
};

/**
 * The upload of items by n8n's own nodes: Convert to File, to CSV (it has no JSON Lines), and HTTP Request.
 *
 * @param before nodes that come before these
 */
export function n8nUpload({ sandbox }: Surroundings, before: Node[] = []): RowUpload {
	const { nodes, credentialTypes } = loadFileNodes();
	return workflowUpload([...before, convert, uploadRequest(sandbox)], {
		nodeTypes: createNodeTypes(nodes),
		credentialTypes,
		credentials: { httpBasicAuth: { user: '', password: tenantCredential(sandbox).apiKey } },
	});
}
