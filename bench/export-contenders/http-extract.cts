/** What one would do without us once one has the link: HTTP Request for the file, and Extract From File. */
import { loadFileNodes } from '../../harness/engine/n8n-nodes-base.cts';
import { measureExport } from './export-run.cts';
import { runNodes } from '../run-nodes.cts';

const extract = {
	name: 'Extract',
	type: 'n8n-nodes-base.extractFromFile',
	typeVersion: 1,
	parameters: { operation: 'csv' },
};

measureExport(({ link }) => {
	const { nodes, credentialTypes } = loadFileNodes();
	const download = {
		name: 'Download',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.4,
		parameters: {
			url: link,
			options: { response: { response: { responseFormat: 'file' } } },
		},
	};
	return Promise.resolve(async () => {
		const run = await runNodes([download, extract], {
			...{ nodes: [nodes], credentialTypes },
			credentials: {},
		});
		return run.items('Extract').length;
	});
});
