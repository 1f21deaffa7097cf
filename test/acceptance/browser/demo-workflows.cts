import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
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

/** Two spellings wrong, as a user's export may have them. */
const MISSPELLED_ROWS: IDataObject[] = [{ accountid: 'acme', id: 'ann', FirstName: 'Ann' }];

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
		codeNode('Rows', MISSPELLED_ROWS),
		{
			...baseNode('convertToFile', 'CRM Export', { options: { fileName: 'contacts.csv' } }),
			typeVersion: 1.1,
		},
		advocateNode('advocateUpload', 'Advocate Upload', {}),
	]);
}

type Sketch = Omit<INode, 'id' | 'position'>;

function codeNode(name: string, rows: IDataObject[]): Sketch {
	const jsCode = `return ${JSON.stringify(rows)}.map((json) => ({ json }));`;
	return { ...baseNode('code', name, { jsCode }), typeVersion: 2 };
}

function baseNode(type: string, name: string, parameters: INodeParameters): Sketch {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion: 1, parameters };
}

function advocateNode(type: string, name: string, parameters: INodeParameters): Sketch {
	return { name, type: `n8n-nodes-impact-advocate.${type}`, typeVersion: 1, parameters };
}

function nodeAt(sketch: Sketch, index: number): INode {
	const id = `00000000-0000-4000-8000-00000000000${index}`;
	return { ...sketch, id, position: [index * 224, 0] };
}

function chain(name: string, sketches: Sketch[]): WorkflowFile {
	const all = [baseNode('manualTrigger', 'Start', {}), ...sketches];
	return {
		name,
		settings: { executionOrder: 'v1' },
		nodes: all.map(nodeAt),
		connections: Object.fromEntries(
			all
				.slice(1)
				.map((next, index) => [
					all[index]?.name ?? '',
					{ main: [[{ node: next.name, type: 'main' as const, index: 0 }]] },
				]),
		),
	};
}
