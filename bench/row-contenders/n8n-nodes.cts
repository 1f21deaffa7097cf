import { createNodeTypes } from '../../harness/engine/node-types.cts';
import { loadFileNodes } from '../../harness/engine/n8n-nodes-base.cts';
import { tenantCredential, uploadUrl } from '../../harness/processes/sandbox-process.cts';
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
	const request = {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.4,
		parameters: {
			method: 'POST',
			url: uploadUrl(sandbox),
			authentication: 'genericCredentialType',
			genericAuthType: 'httpBasicAuth',
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' }],
			},
		},
		credentials: { httpBasicAuth: { id: 'httpBasicAuth', name: 'httpBasicAuth' } },
	};
	return workflowUpload([...before, convert, request], {
		nodeTypes: createNodeTypes(nodes),
		credentialTypes,
		credentials: { httpBasicAuth: { user: '', password: tenantCredential(sandbox).apiKey } },
	});
}
