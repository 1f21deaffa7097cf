import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { advocateNode, baseNode, chain, codeNode } from '../../../harness/n8n/workflow-chain.cts';
import type { WorkflowFile } from '../../../harness/n8n/workflow-files.cts';

/** Rows of a CRM as it names them: one is right, one has no customer ID, one names a country. */
const CRM_ROWS: IDataObject[] = [
	{
		'Account ID': 'acme',
		'Customer ID': 42,
		'First Name': 'Ann',
		'Email Address': 'ann@example.com',
		'Country Code': 'CA',
	},
	{ 'Account ID': 'acme', 'Customer ID': '', 'First Name': 'Bob' },
	{ 'Account ID': 'acme', 'Customer ID': 44, 'First Name': 'Cid', 'Country Code': 'North America' },
];

/** Neither the account nor the user is under a name that is known. */
const UNKNOWN_NAMES: IDataObject[] = [{ Tier: 'gold', Contact: 'ann', 'First Name': 'Ann' }];

/** CRM rows straight into Advocate Upload. */
export function rowsAsItems(columns: INodeParameters): WorkflowFile {
	return chain('Rows of a CRM', [
		codeNode('CRM Rows', CRM_ROWS),
		advocateNode('advocateUpload', 'Advocate Upload', { source: 'items', columns }),
	]);
}

/** A file that Advocate Upload refuses. */
export function refusedFile(): WorkflowFile {
	return chain('A file that is refused', [
		codeNode('Rows', UNKNOWN_NAMES),
		{
			...baseNode('convertToFile', 'CRM Export', { options: { fileName: 'contacts.csv' } }),
			typeVersion: 1.1,
		},
		advocateNode('advocateUpload', 'Advocate Upload', {}),
	]);
}
