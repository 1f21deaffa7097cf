import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';
import { sourceRows } from '../support/source-rows.cts';

/* A row that failed in Advocate is led back to the item it came from. */

const rig = new Rig();

afterEach(async () => await rig.stop());

/**
 * Row 2 is rejected before the upload. Of those sent, the 2nd and the 3rd fail: the sandbox, like the schema, has no
 * dashes in the names of custom fields.
 */
const ROWS = [
	{ Account: 'acme', 'User ID': 'ann' },
	{ Account: 'acme', 'User ID': '' },
	{ Account: 'acme', 'User ID': 'bob', 'customFields.plan-type': 'pro' },
	{ Account: 'acme', 'User ID': 'cat', 'customFields.plan-type': 'free' },
];

/** Imports the rows and gives the row errors of the job. */
async function rowErrors(options: INodeParameters): Promise<IDataObject[]> {
	const workflow = chain(
		{
			name: 'Upload',
			type: 'advocateUpload',
			parameters: { source: 'items', columns: { mappingMode: 'autoMapInputData', value: null } },
		},
		{ name: 'Create Job', type: 'advocateCreateJob' },
		{
			name: 'Status',
			type: 'advocateJobStatus',
			parameters: {
				jobId: '={{ $json.id }}',
				wait: true,
				options: {
					includeRowErrors: true,
					sourceRows: "={{ $('Upload').item.json.sourceRows }}",
					sourceItems: "={{ $('Start').all() }}",
					...options,
				},
			},
		},
	);
	const run = await rig.run(
		workflow,
		ROWS.map((json) => ({ json })),
	);
	expect(run.error).toBeUndefined();
	expect(run.json('Upload')[0]).toMatchObject({ sourceRows: sourceRows('1,3-4', 4) });
	return run.json('Status')[0]?.rowErrors as IDataObject[];
}

const FOUND = [
	expect.objectContaining({
		sourceRow: 3,
		accountId: 'acme',
		id: 'bob',
		source: ROWS[2],
	}) as unknown,
	expect.objectContaining({
		sourceRow: 4,
		accountId: 'acme',
		id: 'cat',
		source: ROWS[3],
	}) as unknown,
];

it.each([0, 1, 2] as const)(
	'when Advocate counts from %i, and the node is set to that',
	async (first) => {
		await rig.start({ recordNumberBase: first });

		expect(await rowErrors({ firstRecordNumber: first })).toEqual(FOUND);
	},
);

it('when Advocate counts the header, and the last row tells so', async () => {
	await rig.start({ recordNumberBase: 2 });

	expect(await rowErrors({})).toEqual(FOUND);
});

it('with the number of the row alone, where the items are not given', async () => {
	await rig.start();

	const [first] = await rowErrors({ sourceItems: '' });

	expect(first).toMatchObject({ sourceRow: 3 });
	expect(first).not.toHaveProperty('source');
});
