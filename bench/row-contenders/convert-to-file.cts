/**
 * What one would do without us, with n8n's own nodes: Convert to File, to CSV (it has no JSON Lines), and
 * HTTP Request. Convert to File makes dotted columns of nested fields, so no other node is needed.
 */
import { createNodeTypes } from '../../harness/engine/node-types.cts';
import { loadNodesBase } from '../../harness/engine/n8n-nodes-base.cts';
import { tenantCredential, uploadUrl } from '../../harness/processes/sandbox-process.cts';
import { measureRows } from './row-run.cts';
import { workflowUpload } from './workflow-upload.cts';

measureRows(async ({ sandbox }) => {
	const { nodes, credentialTypes } = loadNodesBase();
	const convert = {
		name: 'Convert to File',
		type: 'n8n-nodes-base.convertToFile',
		typeVersion: 1.1,
		parameters: { operation: 'csv' },
	};
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
	const upload = workflowUpload([convert, request], {
		nodeTypes: createNodeTypes(nodes),
		credentialTypes,
		credentials: { httpBasicAuth: { user: '', password: tenantCredential(sandbox).apiKey } },
	});
	return await Promise.resolve(upload);
});
