import { uploadUrl, type SandboxAddress } from '../harness/processes/sandbox-process.cts';
import type { BenchNode } from './run-nodes.cts';

/** n8n's HTTP Request, set up by hand to upload the file that the node before gives. */
export function uploadRequest(sandbox: SandboxAddress): BenchNode {
	return {
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
}
