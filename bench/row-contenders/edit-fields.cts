/** What one would do without us with what a CRM exports: Edit Fields gives each field its name and converts its value. */
import { crmExport } from '../crm-items.cts';
import { measureRows } from './row-run.cts';
import { n8nUpload } from './n8n-nodes.cts';

const VALUES: Record<string, string> = {
	accountId: "={{ $json['Account ID'] }}",
	id: "={{ $json['Customer ID'] }}",
	firstName: "={{ $json['First Name'] }}",
	lastName: "={{ $json['Last Name'] }}",
	email: "={{ $json['Email Address'] }}",
	locale: "={{ $json.Language.replace('-', '_') }}",
	// As texts: of a number with 13 digits Convert to File makes 1.6E+12.
	dateCreated: "={{ DateTime.fromISO($json['Date Created']).toMillis().toString() }}",
	referable: "={{ $json.Referable === 'Yes' ? 'true' : 'false' }}",
};

const edit = {
	name: 'Edit Fields',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: Object.entries(VALUES).map(([name, value]) => ({
				...{ id: name, name, type: 'string', value },
			})),
		},
		options: {},
	},
};

measureRows(
	async (surroundings) => await Promise.resolve(n8nUpload(surroundings, [edit])),
	crmExport,
);
