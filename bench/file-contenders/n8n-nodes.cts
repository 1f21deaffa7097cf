/**
 * What one would do without us, with n8n's own nodes: Extract From File, Filter for the rows that are right, Edit
 * Fields to convert the date and the boolean, Convert to File and HTTP Request.
 */
import { loadFileNodes } from '../../harness/engine/n8n-nodes-base.cts';
import { tenantCredential } from '../../harness/processes/sandbox-process.cts';
import { uploadRequest } from '../upload-request.cts';
import { measureFile } from './file-run.cts';
import { runChain } from './file-workflow.cts';

const base = (name: string) => `n8n-nodes-base.${name}`;

const extract = {
	name: 'Extract',
	type: base('extractFromFile'),
	typeVersion: 1,
	parameters: { operation: 'csv' },
};

const filter = {
	name: 'Filter',
	type: base('filter'),
	typeVersion: 2.2,
	parameters: {
		conditions: {
			options: { caseSensitive: true, typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: [
				{
					id: 'date',
					leftValue: '={{ $json.dateCreated }}',
					rightValue: '^\\d{4}-\\d\\d-\\d\\dT',
					operator: { type: 'string', operation: 'regex' },
				},
			],
		},
	},
};

const edit = {
	name: 'Edit',
	type: base('set'),
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: [
				{
					...{ id: 'date', name: 'dateCreated', type: 'number' },
					value: '={{ DateTime.fromISO($json.dateCreated).toMillis() }}',
				},
				{
					...{ id: 'referable', name: 'referable', type: 'boolean' },
					value: "={{ $json.referable === 'yes' }}",
				},
			],
		},
		includeOtherFields: true,
		options: { dotNotation: false },
	},
};

const convert = {
	name: 'Convert',
	type: base('convertToFile'),
	typeVersion: 1.1,
	parameters: { operation: 'csv' },
};

measureFile(({ sandbox }) => {
	const { nodes, credentialTypes } = loadFileNodes();
	const { apiKey: password } = tenantCredential(sandbox);
	return Promise.resolve(async (path) => {
		const run = await runChain(path, [extract, filter, edit, convert, uploadRequest(sandbox)], {
			nodes: [nodes],
			credentialTypes,
			credentials: { httpBasicAuth: { user: '', password } },
		});
		if (typeof run.json('HTTP Request')[0]?.fileRef !== 'string')
			throw new Error('Nothing was uploaded');
		return run.items('Edit').length;
	});
});
