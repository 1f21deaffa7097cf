import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { fileItem, Rig } from '../support/rig.cts';
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

describe('a list that is not the one that was uploaded', () => {
	it.each([
		['in another order', "={{ $('Start').all().reverse() }}"],
		['behind a filter', "={{ $('Start').all().filter(({ json }) => json['User ID']) }}"],
		['with a row more', "={{ [...$('Start').all(), $('Start').first()] }}"],
		['with other rows', "={{ $('Start').all().map(() => ({ json: { 'User ID': 'eve' } })) }}"],
		['of jobs', "={{ $('Create Job').all() }}"],
	])('names no row: %s', async (_which, sourceItems) => {
		await rig.start();

		const errors = await rowErrors({ sourceItems });

		expect(errors).toHaveLength(2);
		for (const error of errors) {
			expect(error).toHaveProperty('recordNumber');
			expect(error).not.toHaveProperty('sourceRow');
			expect(error).not.toHaveProperty('source');
			expect(error).not.toHaveProperty('id');
		}
	});

	it('is one of items that are no items, and the failed rows are told all the same', async () => {
		await rig.start();

		const [first] = await rowErrors({ sourceItems: '={{ [1] }}' });

		expect(first).toMatchObject({ recordNumber: 2 });
		expect(first).not.toHaveProperty('sourceRow');
	});
});

it.each(["={{ '1,3-4' }}", '={{ 3 }}', "={{ $('Upload').item.json }}"])(
	'by source rows that prove nothing, no row: %s',
	async (sourceRows) => {
		await rig.start();

		const [first] = await rowErrors({ sourceRows });

		expect(first).toMatchObject({ recordNumber: 2 });
		expect(first).not.toHaveProperty('sourceRow');
	},
);

describe('in one of several files of a list', () => {
	/** Imports items into several files and gives, for each, its type and what is said of its failed row. */
	async function traced(upload: INodeParameters, items: IDataObject[]) {
		await rig.start();
		const workflow = chain(
			{ name: 'Upload', type: 'advocateUpload', parameters: { source: 'items', ...upload } },
			{ name: 'Create Job', type: 'advocateCreateJob' },
			{
				name: 'Status',
				type: 'advocateJobStatus',
				parameters: {
					wait: true,
					options: {
						includeRowErrors: true,
						sourceRows: "={{ $('Upload').item.json.sourceRows }}",
						sourceItems: "={{ $('Start').all() }}",
					},
				},
			},
		);
		const run = await rig.run(
			workflow,
			items.map((json) => ({ json })),
		);
		expect(run.error).toBeUndefined();
		return run.json('Status').map(({ filesError, rowErrors }) => {
			expect(filesError).toBeUndefined();
			return (rowErrors as IDataObject[]).map(({ sourceRow, id, source }) => ({
				...{ sourceRow, id },
				isOwn: JSON.stringify(source) === JSON.stringify(items[Number(sourceRow) - 1]),
			}));
		});
	}

	const bad = { 'customFields.plan-type': 'pro' };

	it('a row is found: split by size', async () => {
		const items = ['ann', 'bob', '', 'cat', 'dan'].map((id) => ({ accountId: 'acme', id, ...bad }));

		expect(await traced({ options: { maxRows: 3 } }, items)).toEqual([
			[
				{ sourceRow: 1, id: 'ann', isOwn: true },
				{ sourceRow: 2, id: 'bob', isOwn: true },
				{ sourceRow: 4, id: 'cat', isOwn: true },
			],
			[{ sourceRow: 5, id: 'dan', isOwn: true }],
		]);
	});

	it('a row is found: one for each type', async () => {
		const user = { kind: 'MUTATION/USER', accountId: 'acme', id: 'ann' };
		const event = { kind: 'MUTATION/USER_EVENT', accountId: 'acme', userId: 'bob' };
		const items = [
			{ ...event, 'event.key': 'buy', id: 'order-1' },
			user,
			{ ...user, ...bad, id: 'cat' },
			{ ...event, 'event.key': 'buy', id: 'order-2' },
		];

		expect(await traced({ type: '={{ $json.kind }}' }, items)).toEqual([
			[],
			[{ sourceRow: 3, id: 'cat', isOwn: true }],
		]);
	});

	it('a row is found by what was sent, not by what its names say', async () => {
		const columns = {
			mappingMode: 'defineBelow',
			value: {
				accountId: '={{ $json.tenant }}',
				id: '={{ $json.person.ref }}',
				'customFields.plan-type': 'pro',
			},
		};
		const items = [{ id: 'crm-1', accountId: 'crm', tenant: 'acme', person: { ref: 'ann' } }];

		expect(await traced({ rowMode: 'mapped', columns }, items)).toEqual([
			[{ sourceRow: 1, id: 'ann', isOwn: true }],
		]);
	});
});

describe('from a file whose rows were checked', () => {
	it('leads to the item that Extract From File made of the row', async () => {
		await rig.start();
		const csv = [
			'accountId,id,customFields.plan-type,firstName',
			'acme,007,,Ann',
			'acme,,pro,Bob',
			'acme,cat,pro,',
			'',
		].join('\n');
		const extract = { name: 'Extract', type: 'n8n-nodes-base.extractFromFile' };
		const workflow = chain(
			{ name: 'Upload', type: 'advocateUpload', parameters: { options: { checkRows: true } } },
			{ name: 'Create Job', type: 'advocateCreateJob' },
			{
				name: 'Status',
				type: 'advocateJobStatus',
				parameters: {
					wait: true,
					options: {
						includeRowErrors: true,
						sourceRows: "={{ $('Upload').item.json.sourceRows }}",
						sourceItems: "={{ $('Extract').all() }}",
					},
				},
			},
		);
		const branch = chain(extract).nodes.slice(1);
		// Higher on the canvas, it runs first.
		workflow.nodes.push(
			...branch.map((node) => ({
				...node,
				id: 'extract',
				position: [220, -200] as [number, number],
			})),
		);
		workflow.connections.Start?.main?.[0]?.unshift({ node: 'Extract', type: 'main', index: 0 });

		const run = await rig.run(workflow, [fileItem('contacts.csv', csv)]);

		expect(run.error).toBeUndefined();
		expect(run.json('Upload')[0]).toMatchObject({ sourceRows: sourceRows('1,3', 3) });
		expect(run.json('Status')[0]).toMatchObject({
			rowErrors: [{ sourceRow: 3, accountId: 'acme', id: 'cat', source: { id: 'cat' } }],
		});
		expect(run.json('Status')[0]).not.toHaveProperty('filesError');
	});
});
